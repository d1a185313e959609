package dev.hearth.neighbours.events;

import dev.hearth.core.Timers;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.schedule.ScheduleExpression;
import dev.hearth.neighbours.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires scheduled rules. What is due next is computed from now on, never from the past: so nothing that was missed is
 * made up for, and nothing fires twice, whatever restarts. One alarm serves all rules.
 */
final class RuleClock {

    private static final Logger LOG = LoggerFactory.getLogger(RuleClock.class);

    /** The wall clock may jump, and machines sleep: it is looked at that often at least. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** How often a firing that the store refuses is tried. */
    private static final int TRIES = 30;

    private final EventsMemory memory;
    private final Outbox outbox;
    private final Object lock = new Object();
    private final Map<String, Entry> entries = new HashMap<>();
    private Timers.@Nullable Timer alarm;
    private boolean started;
    private boolean closed;

    RuleClock(EventsMemory memory, Outbox outbox) {
        this.memory = memory;
        this.outbox = outbox;
    }

    /** A rule's schedule as it runs. */
    private record Entry(Timetable times, Instant due) {}

    void start() {
        synchronized (lock) {
            started = true;
        }
        memory.rules(EventBus.DEFAULT).values().forEach(this::changed);
    }

    void changed(Rule rule) {
        Optional<ScheduleExpression> expression = rule.schedule().isEmpty() || !rule.isEnabled()
                ? Optional.empty()
                : ScheduleExpression.parse(rule.schedule(), ScheduleExpression.Dialect.RULES);
        synchronized (lock) {
            if (!started) {
                return;
            }
            Timetable times = expression
                    .map(each -> Timetable.utc(each, Instant.ofEpochMilli(rule.sinceMillis())))
                    .orElse(null);
            Entry before = entries.get(rule.name());
            if (times == null) {
                entries.remove(rule.name());
            } else if (before == null || !before.times.equals(times)) {
                plan(rule.name(), times);
            }
            wake();
        }
    }

    void forget(Rule rule) {
        synchronized (lock) {
            entries.remove(rule.name());
        }
    }

    private void plan(String name, Timetable times) {
        Optional<Instant> due = times.next(memory.ports.time().instant());
        if (due.isPresent()) {
            entries.put(name, new Entry(times, due.get()));
        } else {
            entries.remove(name);
        }
    }

    private void wake() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        Optional<Instant> first = entries.values().stream().map(Entry::due).min(Instant::compareTo);
        if (closed || first.isEmpty()) {
            return;
        }
        Duration left = Duration.between(memory.ports.time().instant(), first.get());
        Duration wait = left.compareTo(LOOK) > 0 ? LOOK : left.isNegative() ? Duration.ZERO : left;
        alarm = memory.ports.timers().after(wait, this::ring);
    }

    /** A rule that is late by more than one firing fires once. */
    private void ring() {
        Instant now = memory.ports.time().instant();
        Map<String, Instant> due = new HashMap<>();
        synchronized (lock) {
            alarm = null;
            List<String> names = new ArrayList<>(entries.keySet());
            for (String name : names) {
                Entry entry = entries.get(name);
                if (entry != null && !entry.due.isAfter(now)) {
                    due.put(name, entry.due);
                    plan(name, entry.times);
                }
            }
            wake();
        }
        due.forEach((name, at) -> memory.ports.tasks().start("scheduled-rule", () -> fire(name, at)));
    }

    private void fire(String name, Instant due) {
        Rule rule = memory.findRule(EventBus.DEFAULT, name);
        if (rule == null || !rule.isEnabled()) {
            return;
        }
        String id = memory.ports.randomness().uuid().toString();
        String event = EventText.scheduled(id, memory.arns.rule(rule), due, memory.scope());
        Fanout fanout = new Fanout(memory.arns, memory.ports.time().instant());
        fanout.add(rule, new Fanout.Carried(event, due.toEpochMilli(), null, false));
        post(name, fanout, TRIES);
    }

    private void post(String name, Fanout fanout, int tries) {
        try {
            outbox.post(fanout.postings()).whenComplete((_, failure) -> {
                if (failure != null) {
                    again(name, fanout, tries - 1, failure);
                }
            });
        } catch (RuntimeException full) {
            again(name, fanout, tries - 1, full);
        }
    }

    private void again(String name, Fanout fanout, int left, Throwable failure) {
        if (left == 0) {
            LOG.warn("the scheduled rule {} could not fire: the store takes nothing", name, failure);
            return;
        }
        memory.ports
                .timers()
                .after(
                        EventsLimits.STORE_RETRY,
                        () -> memory.ports.tasks().start("scheduled-rule", () -> post(name, fanout, left)));
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
