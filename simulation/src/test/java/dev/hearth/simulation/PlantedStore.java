package dev.hearth.simulation;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.ForwardingEvents;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store of leases, and one of events, each with a bug. */
final class PlantedStore {

    /** What the store does wrong, now and then. */
    enum Bug {
        GRANTS_WHAT_IS_HELD,
        USES_A_TOKEN_AGAIN,
        FORGETS_AN_EVENT,
        SETTLES_NOTHING_AND_SAYS_IT_DID
    }

    private static final int NOW_AND_THEN = 20;

    private PlantedStore() {}

    /** Leases. */
    record Leases(LeaseStore real, Bug bug) implements LeaseStore {

        @Override
        public Optional<Lease> grant(String resource, String holder, Duration term) {
            Optional<Lease> granted = real.grant(resource, holder, term);
            if (bug == Bug.USES_A_TOKEN_AGAIN) {
                return granted.map(lease -> new Lease(resource, holder, 1));
            }
            if (granted.isPresent()) {
                return granted;
            }
            real.granted().stream()
                    .map(Granted::lease)
                    .filter(lease -> lease.resource().equals(resource))
                    .forEach(real::release);
            return real.grant(resource, holder, term);
        }

        @Override
        public List<Lease> renew(Collection<Lease> leases, Duration term) {
            return real.renew(leases, term);
        }

        @Override
        public void release(Lease lease) {
            real.release(lease);
        }

        @Override
        public boolean isCurrent(Lease lease) {
            return real.isCurrent(lease);
        }

        @Override
        public List<Granted> granted() {
            return real.granted();
        }

        @Override
        public void endOthers(String holder) {
            real.endOthers(holder);
        }
    }

    /** Events. */
    static final class Events implements ForwardingEvents {
        private final EventStore real;
        private final Bug bug;
        private int calls;

        Events(EventStore real, Bug bug) {
            this.real = real;
            this.bug = bug;
        }

        private boolean now(Bug which) {
            return bug == which && ++calls % NOW_AND_THEN == 0;
        }

        @Override
        public CompletionStage<Void> append(int queue, Event event) {
            return now(Bug.FORGETS_AN_EVENT) ? CompletableFuture.completedFuture(null) : real.append(queue, event);
        }

        @Override
        public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
            boolean nothing = now(Bug.SETTLES_NOTHING_AND_SAYS_IT_DID);
            return real.settle(queue, token, nothing ? List.of() : settlements);
        }

        @Override
        public EventStore real() {
            return real;
        }
    }
}
