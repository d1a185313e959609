package dev.hearth.services.statemanager;

import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueueReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many pollers each queue deserves, and which functions deserve queues of their own: pure functions of what the
 * queues hold now and of what was decided a tick before.
 */
final class StateDecisions {

    /** Pollers of a queue of which nothing is known yet. */
    static final int FIRST_POLLERS = 2;

    /** Pollers that a queue has at least. */
    static final int LEAST_POLLERS = 1;

    /** Pollers that a queue has at most. */
    static final int MOST_POLLERS = 32;

    /** Pollers of all queues together at most, as far as {@link #LEAST_POLLERS} allows. */
    static final int ALL_POLLERS = 128;

    /** What more pollers must bring to be kept: a part of what they would bring if nothing else were short. */
    private static final double WORTH_IT = 0.3;

    /** Ticks before more pollers are tried again after they brought nothing. */
    static final int PATIENCE_TICKS = 30;

    /** Events of one function in the shared queues that make it a flood. */
    static final long FLOOD_EVENTS = 1_000;

    /** Events in each of a function's own queues that earn it more of them. */
    static final long DEEP_EVENTS = 20_000;

    /** Queues that a flooding function gets at a time. */
    static final int OWN_QUEUES = 2;

    /** Queues that one function owns at most. */
    static final int MOST_OWN_QUEUES = 8;

    /** Ticks that a function's own queue is empty before it is taken back. */
    static final int EMPTY_TICKS = 300;

    /**
     * What was decided for a queue.
     *
     * @param pollers that it deserves
     * @param before pollers of the tick before
     * @param finished events that had left it by then
     * @param rate events that left it in the last tick
     * @param rateBefore the same, before the number of pollers last changed
     * @param holding ticks for which the number stays
     * @param empty ticks since it was empty
     */
    record QueueState(int pollers, int before, long finished, long rate, long rateBefore, int holding, int empty) {

        static QueueState fresh(long finished) {
            return new QueueState(FIRST_POLLERS, FIRST_POLLERS, finished, 0, 0, 1, 0);
        }
    }

    /** What is to be done with queues. */
    sealed interface Action {

        /** Give {@code function} more queues of its own. */
        record Dedicate(String function, int queues) implements Action {}

        /** Take a queue back from its function. */
        record Retire(int queue) implements Action {}
    }

    /**
     * A tick's decision.
     *
     * @param restless whether there is something that the next tick may change
     */
    record Decision(Map<Integer, QueueState> states, List<Action> actions, boolean restless) {}

    private StateDecisions() {}

    static Decision decide(List<QueueReport> reports, Map<Integer, QueueState> before) {
        Map<Integer, QueueState> states = new TreeMap<>();
        boolean restless = false;
        for (QueueReport report : reports) {
            QueueState last = before.get(report.queue());
            QueueState next = last == null ? QueueState.fresh(report.finished()) : next(report, last);
            states.put(report.queue(), next);
            restless |= report.depth() > 0 || !report.owner().isEmpty() || next.pollers() > FIRST_POLLERS;
        }
        return new Decision(Map.copyOf(shared(states)), actions(reports, states), restless);
    }

    /** Climbs while climbing helps: pollers that bring nothing only take memory and processor from others. */
    private static QueueState next(QueueReport report, QueueState last) {
        long rate = report.finished() - last.finished;
        if (report.depth() == 0) {
            int fewer = Math.max(Math.min(last.pollers, FIRST_POLLERS), last.pollers / 2);
            return new QueueState(fewer, fewer, report.finished(), rate, rate, 1, last.empty + 1);
        }
        if (last.holding > 0) {
            boolean changed = last.pollers != last.before;
            return new QueueState(
                    last.pollers,
                    last.before,
                    report.finished(),
                    rate,
                    changed ? last.rateBefore : rate,
                    last.holding - 1,
                    0);
        }
        if (last.pollers > last.before && !wasWorthIt(last, rate)) {
            return new QueueState(last.before, last.before, report.finished(), rate, rate, PATIENCE_TICKS, 0);
        }
        int more = Math.min(MOST_POLLERS, last.pollers * 2);
        return new QueueState(more, last.pollers, report.finished(), rate, rate, 1, 0);
    }

    /** A queue from which nothing left yet has long invocations: more of them at once can only help. */
    private static boolean wasWorthIt(QueueState last, long rate) {
        double hoped = (double) (last.pollers - last.before) / last.before;
        return last.rateBefore == 0 || rate >= last.rateBefore * (1 + WORTH_IT * hoped);
    }

    /** Fewer for each when all together are too many. */
    private static Map<Integer, QueueState> shared(Map<Integer, QueueState> states) {
        int all = states.values().stream().mapToInt(QueueState::pollers).sum();
        if (all <= ALL_POLLERS) {
            return states;
        }
        Map<Integer, QueueState> cut = new TreeMap<>();
        states.forEach((queue, state) -> {
            int part = Math.max(LEAST_POLLERS, state.pollers * ALL_POLLERS / all);
            int pollers = Math.min(state.pollers, part);
            cut.put(
                    queue,
                    new QueueState(
                            pollers,
                            Math.min(state.before, pollers),
                            state.finished,
                            state.rate,
                            state.rateBefore,
                            state.holding,
                            state.empty));
        });
        return cut;
    }

    private static List<Action> actions(List<QueueReport> reports, Map<Integer, QueueState> states) {
        Map<String, Long> flooding = new HashMap<>();
        Map<String, List<QueueReport>> own = new TreeMap<>();
        for (QueueReport report : reports) {
            if (report.queue() < QueueManager.FIRST_OWNED) {
                report.functions().forEach((function, events) -> flooding.merge(function, events, Long::sum));
            } else if (!report.owner().isEmpty() && !report.retiring()) {
                own.computeIfAbsent(report.owner(), _ -> new ArrayList<>()).add(report);
            }
        }
        List<Action> actions = new ArrayList<>();
        new TreeMap<>(flooding).forEach((function, events) -> {
            if (events >= FLOOD_EVENTS && !own.containsKey(function)) {
                actions.add(new Action.Dedicate(function, OWN_QUEUES));
            }
        });
        own.forEach((function, queues) -> {
            boolean deep = queues.stream().allMatch(queue -> queue.depth() >= DEEP_EVENTS);
            if (deep && queues.size() < MOST_OWN_QUEUES) {
                actions.add(new Action.Dedicate(function, OWN_QUEUES));
            }
        });
        for (QueueReport report : reports) {
            QueueState state = states.get(report.queue());
            boolean forgotten = state != null && state.empty >= EMPTY_TICKS;
            if (!report.owner().isEmpty() && report.depth() == 0 && (forgotten || report.retiring())) {
                actions.add(new Action.Retire(report.queue()));
            }
        }
        return actions;
    }
}
