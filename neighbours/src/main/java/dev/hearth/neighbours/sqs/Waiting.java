package dev.hearth.neighbours.sqs;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.core.Timers.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The receives of a queue that wait, the oldest first. They are woken by what happens, and by an alarm for the next
 * message that becomes visible by itself; nothing is polled. Belongs to its queue's lock, but for {@link #wake}.
 */
final class Waiting {

    private final Ports ports;
    private final Runnable serve;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable Timer alarm;
    private long alarmNanos = Long.MAX_VALUE;

    /** @param serve looks for messages for those who wait; runs on a task, without the lock */
    Waiting(Ports ports, Runnable serve) {
        this.ports = ports;
        this.serve = serve;
    }

    boolean any() {
        return !waiters.isEmpty();
    }

    /**
     * Lets {@code waiter} wait.
     *
     * @param waitMillis at most
     * @param nextMillis until the next message becomes visible by itself
     */
    void add(Waiter waiter, long waitMillis, long nextMillis) {
        if (waiters.size() >= SqsLimits.WAITING_RECEIVES) {
            throw new Fault(Fault.Kind.THROTTLED, "Too many receives wait for this queue.").asException();
        }
        waiters.add(waiter);
        if (waiter.patient) {
            waiter.deadline = ports.timers()
                    .after(
                            Duration.ofMillis(waitMillis),
                            () -> ports.tasks().start("sqs receive", () -> waiter.future.complete(List.of())));
            waiter.future.whenComplete((received, failure) -> {
                Timer deadline = waiter.deadline;
                if (deadline != null) {
                    deadline.cancel();
                }
            });
        }
        alarm(nextMillis);
    }

    /** Wakes those who wait when that time has gone by, unless an earlier alarm does. */
    void alarm(long millis) {
        if (waiters.isEmpty() || millis > Duration.ofDays(1).toMillis()) {
            return;
        }
        long at = ports.time().nanos() + Duration.ofMillis(Math.max(1, millis)).toNanos();
        if (alarm != null && alarmNanos <= at && alarmNanos > ports.time().nanos()) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmNanos = at;
        alarm = ports.timers().after(Duration.ofMillis(Math.max(1, millis)), this::wake);
    }

    /** Has {@link #serve} run soon; once for many calls. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            ports.tasks().start("sqs receive", () -> {
                woken.set(false);
                serve.run();
            });
        }
    }

    /** The one whose turn it is; null when nobody waits. Forgets those who gave up. */
    @Nullable
    Waiter first() {
        Iterator<Waiter> next = waiters.iterator();
        while (next.hasNext()) {
            Waiter waiter = next.next();
            if (!waiter.future.isDone()) {
                return waiter;
            }
            next.remove();
        }
        return null;
    }

    void remove(Waiter waiter) {
        waiters.remove(waiter);
    }

    List<Waiter> removeAll() {
        List<Waiter> all = new ArrayList<>(waiters);
        waiters.clear();
        return all;
    }
}
