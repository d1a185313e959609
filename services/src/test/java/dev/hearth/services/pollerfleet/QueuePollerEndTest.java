package dev.hearth.services.pollerfleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.ForwardingEvents;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A poller whose host decides no more, while its store does not answer. */
class QueuePollerEndTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FleetFixture house = new FleetFixture();
    private final Closable store = new Closable(house.store);
    private final QueueManager queues = QueueManager.create(store, house.ports.ports());
    private final Leasing leasing = Leasing.create(house.leases, "a", house.ports.ports());

    /** A poller with one event that runs and whose outcome the closed store does not take. */
    private QueuePoller pollerWithAnOutcome() {
        house.answerLater = true;
        queues.accept(house.event("r1", "1")).toCompletableFuture().join();
        QueuePoller poller = new QueuePoller(queues.reports().getFirst().queue(), house.parts(queues, leasing));
        poller.arrived();
        house.ports.settle();
        assertThat(poller.running()).isEqualTo(1);
        store.closed = true;
        house.open.getFirst().complete(FleetFixture.success("1"));
        house.ports.settle();
        assertThat(store.refused).isEqualTo(1);
        return poller;
    }

    @Test
    void itStopsAskingOnceItsLeaseIsOverAndItsEventIsTheNextHoldersOne() {
        QueuePoller poller = pollerWithAnOutcome();
        CompletableFuture<Void> end = poller.end();
        leasing.close();
        house.ports.advance(SECOND.multipliedBy(3));
        assertThat(end).isCompleted();
        int asked = store.refused;
        house.ports.advance(Duration.ofHours(1));
        assertThat(store.refused).isEqualTo(asked).isLessThan(4);
        assertThat(house.store.tally()).hasSize(1);
        house.fleet("b", house.leases, QueueManager.create(house.store, house.ports.ports()));
        house.ports.settle();
        assertThat(house.open).hasSize(2);
    }

    @Test
    void aStoreThatIsAwayForSomeTimeIsAskedAgainWhileTheLeaseHolds() {
        QueuePoller poller = pollerWithAnOutcome();
        CompletableFuture<Void> end = poller.end();
        house.ports.advance(SECOND.multipliedBy(3));
        assertThat(end).isNotCompleted();
        store.closed = false;
        house.ports.advance(SECOND.multipliedBy(2));
        assertThat(end).isCompleted();
        assertThat(house.store.tally()).isEmpty();
    }

    @Test
    void oneThatDidNotEndAsksForAsLongAsItTakes() {
        pollerWithAnOutcome();
        leasing.close();
        house.ports.advance(SECOND.multipliedBy(3));
        assertThat(store.refused).isGreaterThan(1);
    }

    /** A store that takes no outcomes while it is closed. */
    private static final class Closable implements ForwardingEvents {
        private final EventStore real;
        private boolean closed;
        private int refused;

        Closable(EventStore real) {
            this.real = real;
        }

        @Override
        public CompletionStage<Boolean> settle(int queue, long token, List<Settlement> settlements) {
            if (closed) {
                refused++;
                return CompletableFuture.failedFuture(new IllegalStateException("the database is closed"));
            }
            return real.settle(queue, token, settlements);
        }

        @Override
        public EventStore real() {
            return real;
        }
    }
}
