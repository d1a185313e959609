package dev.hearth.neighbours.sqs;

import dev.hearth.core.Timers.Timer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody can receive any more: messages older than their queue keeps them, and what purges and deleted
 * queues left.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final RoomSqs room;
    private final RoomQueues queues;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Timer next;

    Sweeper(RoomSqs room, RoomQueues queues) {
        this.room = room;
        this.queues = queues;
    }

    void start() {
        next = room.ports().timers().after(SqsLimits.SWEEP, () -> {
            nudge();
            if (!closed) {
                start();
            }
        });
    }

    /** Sweeps soon. */
    void nudge() {
        if (!closed && running.compareAndSet(false, true)) {
            room.ports().tasks().start("sqs sweep", () -> {
                try {
                    sweep();
                } catch (RuntimeException e) {
                    if (!closed) {
                        LOG.warn("sweeping the queues failed; it is tried again", e);
                    }
                } finally {
                    running.set(false);
                }
            });
        }
    }

    private void sweep() {
        long now = room.nowMillis();
        for (Queue queue : queues.all()) {
            long oldest = now - room.settings(queue).retentionMillis();
            LiveQueue live = room.liveIfAny(queue.id());
            if (live != null) {
                live.expire(oldest);
            }
            int removed;
            do {
                removed = closed
                        ? 0
                        : room.store().removeExpired(queue.id(), Sequences.at(oldest), now, SqsLimits.REMOVE_MESSAGES);
            } while (removed == SqsLimits.REMOVE_MESSAGES);
        }
        int removed;
        do {
            removed = closed ? 0 : room.store().removeGarbage(SqsLimits.REMOVE_MESSAGES);
        } while (removed == SqsLimits.REMOVE_MESSAGES);
    }

    void close() {
        closed = true;
        Timer pending = next;
        if (pending != null) {
            pending.cancel();
        }
    }
}
