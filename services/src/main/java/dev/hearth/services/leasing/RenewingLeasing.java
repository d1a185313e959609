package dev.hearth.services.leasing;

import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of {@link Leasing}: one timer for all leases, which runs while there are any.
 *
 * <pre>
 * held -- release() ----------------------------------------> released
 * held -- the store says that it is another's --------------> lost
 * held -- no renewal came back within the term -------------> lost
 * </pre>
 */
final class RenewingLeasing implements Leasing {

    private static final Logger LOG = LoggerFactory.getLogger(RenewingLeasing.class);

    private final LeaseStore store;
    private final String holder;
    private final Ports ports;
    private final Map<Lease, HeldLease> held = new HashMap<>();
    private boolean ticking;
    private boolean renewing;
    private boolean closed;

    RenewingLeasing(LeaseStore store, String holder, Ports ports) {
        this.store = store;
        this.holder = holder;
        this.ports = ports;
    }

    /** One lease; its state is guarded by the room. */
    private final class HeldLease implements Held {
        private final Lease lease;
        private final Runnable lost;
        private long validUntilNanos;
        private boolean over;

        HeldLease(Lease lease, Runnable lost, long validUntilNanos) {
            this.lease = lease;
            this.lost = lost;
            this.validUntilNanos = validUntilNanos;
        }

        @Override
        public Lease lease() {
            return lease;
        }

        @Override
        public boolean isHeld() {
            synchronized (RenewingLeasing.this) {
                return !over && validUntilNanos - ports.time().nanos() > 0;
            }
        }

        @Override
        public void release() {
            if (forget(this)) {
                store.release(lease);
            }
        }
    }

    @Override
    public Optional<Held> take(String resource, Runnable lost) {
        // The term begins before the store is asked: this process's idea of its end is never later than the store's.
        long asked = ports.time().nanos();
        Lease lease = store.grant(resource, holder, TERM).orElse(null);
        if (lease == null) {
            return Optional.empty();
        }
        HeldLease taken = new HeldLease(lease, lost, asked + TERM.toNanos());
        synchronized (this) {
            if (!closed) {
                held.put(lease, taken);
                tick();
                return Optional.of(taken);
            }
        }
        store.release(lease);
        return Optional.empty();
    }

    private synchronized boolean forget(HeldLease lease) {
        boolean was = !lease.over;
        lease.over = true;
        held.remove(lease.lease);
        return was;
    }

    private synchronized void tick() {
        if (!ticking && !held.isEmpty() && !closed) {
            ticking = true;
            ports.timers().after(RENEWAL, this::ticked);
        }
    }

    private void ticked() {
        List<HeldLease> overdue = new ArrayList<>();
        synchronized (this) {
            ticking = false;
            for (HeldLease each : List.copyOf(held.values())) {
                if (!each.isHeld()) {
                    overdue.add(each);
                }
            }
            if (!renewing && held.size() > overdue.size()) {
                renewing = true;
                ports.tasks().start("renew-leases", this::renew);
            }
        }
        overdue.forEach(this::lose);
        tick();
    }

    private void renew() {
        List<HeldLease> mine;
        synchronized (this) {
            mine = List.copyOf(held.values());
        }
        long asked = ports.time().nanos();
        try {
            Set<Lease> renewed = new HashSet<>(
                    store.renew(mine.stream().map(HeldLease::lease).toList(), TERM));
            for (HeldLease each : mine) {
                if (renewed.contains(each.lease)) {
                    prolong(each, asked + TERM.toNanos());
                } else {
                    lose(each);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("leases could not be renewed; it is tried again until they end: {}", e.toString());
        } finally {
            synchronized (this) {
                renewing = false;
            }
        }
    }

    private synchronized void prolong(HeldLease lease, long untilNanos) {
        lease.validUntilNanos = Math.max(lease.validUntilNanos, untilNanos);
    }

    private void lose(HeldLease lease) {
        if (forget(lease)) {
            LOG.warn("lost the lease on {}, token {}", lease.lease.resource(), lease.lease.token());
            lease.lost.run();
        }
    }

    @Override
    public List<LeaseStore.Granted> granted() {
        return store.granted();
    }

    @Override
    public void close() {
        List<HeldLease> mine;
        synchronized (this) {
            closed = true;
            mine = List.copyOf(held.values());
        }
        mine.forEach(HeldLease::release);
    }
}
