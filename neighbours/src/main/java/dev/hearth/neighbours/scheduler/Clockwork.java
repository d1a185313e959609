package dev.hearth.neighbours.scheduler;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.neighbours.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fires what is due: one alarm for the earliest schedule, one round at a time over all that are. */
final class Clockwork {

    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

    private final SchedulerStore store;
    private final Outbox outbox;
    private final Ports ports;
    private final AwsScope scope;
    private final Function<ScheduleKey, String> arns;
    private final Object lock = new Object();
    private Timers.@Nullable Timer alarm;
    private long alarmMillis;
    private boolean started;
    private boolean closed;

    /** Whether a round is on its way, which sets the alarm when it is over. */
    private boolean busy;

    Clockwork(SchedulerStore store, Outbox outbox, Ports ports, AwsScope scope, Function<ScheduleKey, String> arns) {
        this.store = store;
        this.outbox = outbox;
        this.ports = ports;
        this.scope = scope;
        this.arns = arns;
    }

    void start() {
        synchronized (lock) {
            started = true;
        }
        round();
    }

    /** A schedule was made or changed. */
    void expect(Schedule schedule) {
        Schedule.Moment next = schedule.next();
        if (next != null) {
            wakeAt(next.fireMillis());
        }
    }

    private void wakeAt(long fireMillis) {
        synchronized (lock) {
            if (!started || closed || busy || (alarm != null && alarmMillis <= fireMillis)) {
                return;
            }
            if (alarm != null) {
                alarm.cancel();
            }
            long now = ports.time().millis();
            long sleep = Math.clamp(fireMillis - now, 1, SchedulerLimits.LONGEST_SLEEP.toMillis());
            alarmMillis = now + sleep;
            alarm = ports.timers().after(Duration.ofMillis(sleep), this::round);
        }
    }

    private void round() {
        synchronized (lock) {
            alarm = null;
            if (closed || busy) {
                return;
            }
            busy = true;
        }
        ports.tasks().start("scheduler", this::fireDue);
    }

    private void fireDue() {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        try {
            Instant now = ports.time().instant();
            List<Schedule> due = store.due(now.toEpochMilli(), SchedulerLimits.FIRINGS);
            if (due.isEmpty()) {
                rest();
                return;
            }
            List<Firing> firings = due.stream().map(each -> firing(each, now)).toList();
            outbox.post(accepted -> store.fire(firings, accepted)).whenComplete((_, failure) -> {
                if (failure == null) {
                    ports.tasks().start("scheduler", this::fireDue);
                } else {
                    failed(failure);
                }
            });
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /** A schedule that cannot be computed must not hold up the others. */
    private Firing firing(Schedule schedule, Instant now) {
        try {
            return ScheduleDecisions.fire(
                    schedule,
                    arns.apply(schedule.key()),
                    scope,
                    now,
                    ports.randomness().uuid(),
                    ports.randomness().nextLong());
        } catch (RuntimeException bug) {
            LOG.error("the schedule {} fires no more", schedule.key(), bug);
            return new Firing(schedule, schedule.firing(null), List.of());
        }
    }

    /** Nothing is due. What was made in the meantime is seen by the store. */
    private void rest() {
        synchronized (lock) {
            busy = false;
        }
        OptionalLong earliest = store.earliestMillis();
        if (earliest.isPresent()) {
            wakeAt(earliest.getAsLong());
        }
    }

    private void failed(Throwable failure) {
        LOG.warn("cannot fire schedules; trying again", failure);
        synchronized (lock) {
            busy = false;
            if (!closed) {
                alarmMillis = ports.time().millis();
                alarm = ports.timers().after(SchedulerLimits.STORE_RETRY, this::round);
            }
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }
}
