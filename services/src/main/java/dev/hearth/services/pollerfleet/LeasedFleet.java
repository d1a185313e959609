package dev.hearth.services.pollerfleet;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueueReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link PollerFleet}: a poller for each queue that had something. */
final class LeasedFleet implements PollerFleet {

    private static final Logger LOG = LoggerFactory.getLogger(LeasedFleet.class);

    /** How long closing waits for what runs. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    /** How often the store is asked for events whose process is no more. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private final PollerParts parts;
    private final ConcurrentMap<Integer, QueuePoller> pollers = new ConcurrentHashMap<>();
    /** Leases and their ends at the last look. */
    private Map<Lease, Instant> seen = Map.of();

    private volatile boolean closed;

    LeasedFleet(PollerParts parts) {
        this.parts = parts;
    }

    void begin() {
        parts.queues().listen(this::arrived);
        parts.queues().reports().stream()
                .filter(report -> report.depth() > 0)
                .map(QueueReport::queue)
                .forEach(this::arrived);
        lookLater();
    }

    private void lookLater() {
        if (!closed) {
            parts.ports().timers().after(LOOK, () -> parts.ports().tasks().start("event-queues", this::look));
        }
    }

    /**
     * Takes up queues that hold something overdue and that nobody reads: of all that a process knew about its queues,
     * only
     * the events outlive it. A lease that was renewed since the last look has a living holder, whatever the clocks say.
     */
    private void look() {
        try {
            Map<Lease, Instant> now = new HashMap<>();
            Set<String> read = new HashSet<>();
            for (LeaseStore.Granted each : parts.leasing().granted()) {
                now.put(each.lease(), each.expires());
                if (!each.expires().equals(seen.get(each.lease()))) {
                    read.add(each.lease().resource());
                }
            }
            seen = now;
            Instant overdue = parts.ports().time().instant().minus(LOOK);
            parts.queues().dueQueues(overdue).stream()
                    .filter(queue -> !read.contains(QueueManager.resource(queue)))
                    .forEach(this::arrived);
        } catch (RuntimeException e) {
            LOG.debug("queues that nobody reads are looked for again in a moment: {}", e.toString());
        }
        lookLater();
    }

    private void arrived(int queue) {
        if (closed) {
            return;
        }
        QueuePoller known = pollers.get(queue);
        QueuePoller poller =
                known != null ? known : pollers.computeIfAbsent(queue, number -> new QueuePoller(number, parts));
        poller.arrived();
    }

    @Override
    public int running() {
        return pollers.values().stream().mapToInt(QueuePoller::running).sum();
    }

    @Override
    public long takenBytes() {
        return parts.memory().used();
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<?>[] ends =
                pollers.values().stream().map(QueuePoller::end).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("events still run; they stay in their queues and are tried again after the next start");
        } catch (ExecutionException e) {
            LOG.warn("the pollers did not end cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
