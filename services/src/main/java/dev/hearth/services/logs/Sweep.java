package dev.hearth.services.logs;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broom: deletes expired events, and those of deleted groups and streams, a little at a time, so that writers get
 * their turn in between. {@code waiting -> sweeping -> waiting}, until it is stopped.
 */
final class Sweep {

    /** How often it looks. Expired events are hidden from queries at once, so nobody waits for it. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The most blocks that one write deletes. */
    static final int STEP_BLOCKS = 200;

    private static final int GROUPS_AT_ONCE = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final LogStore store;
    private final Ports ports;
    private final ReentrantLock sweeping = new ReentrantLock();
    private volatile boolean stopped;
    private volatile Timers.@Nullable Timer next;

    Sweep(LogStore store, Ports ports) {
        this.store = store;
        this.ports = ports;
    }

    void start() {
        next = ports.timers().after(INTERVAL, () -> ports.tasks().start("logs-sweep", this::periodically));
    }

    void stop() {
        stopped = true;
        Timers.Timer timer = next;
        if (timer != null) {
            timer.cancel();
        }
        sweeping.lock();
        sweeping.unlock();
    }

    /** Soon, on a task: something was deleted. */
    void nudge() {
        ports.tasks().start("logs-reclaim", this::guarded);
    }

    private void periodically() {
        guarded();
        if (!stopped) {
            start();
        }
    }

    private void guarded() {
        sweeping.lock();
        try {
            if (!stopped) {
                sweep();
            }
        } catch (RuntimeException e) {
            LOG.warn("a sweep of the logs failed; the next one tries again", e);
        } finally {
            sweeping.unlock();
        }
    }

    private void sweep() {
        String after = null;
        List<LogGroup> groups;
        do {
            groups = store.groups("", after, GROUPS_AT_ONCE);
            for (LogGroup group : groups) {
                expire(group);
                after = group.name();
            }
        } while (groups.size() == GROUPS_AT_ONCE && !stopped);
        int reclaimed;
        do {
            reclaimed = store.reclaim(STEP_BLOCKS);
        } while (reclaimed == STEP_BLOCKS && !stopped);
    }

    private void expire(LogGroup group) {
        long from = LogDecisions.visibleFrom(ports.time().millis(), group.retentionDays());
        if (from == 0) {
            return;
        }
        int expired;
        do {
            expired = store.expire(group.name(), from, STEP_BLOCKS);
        } while (expired == STEP_BLOCKS && !stopped);
    }
}
