package dev.hearth.simulation;

import dev.hearth.services.worker.Invocation;
import dev.hearth.simulation.SimulatedInvocation.Outcome;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Every invocation that arrived, until it has its outcome: {@link Invariant#OUTCOME}. */
final class InvocationLedger {

    private final World world;
    private final long mostNanos;
    private final Map<String, SimulatedInvocation> open = new HashMap<>();
    private final ArrayDeque<SimulatedInvocation> inOrder = new ArrayDeque<>();
    private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    private long arrived;

    /** {@code mostNanos} is how long an invocation may take, with all that can go wrong. */
    InvocationLedger(World world, long mostNanos) {
        this.world = world;
        this.mostNanos = mostNanos;
    }

    void arrived(SimulatedInvocation invocation) {
        arrived++;
        open.put(invocation.requestId(), invocation);
        inOrder.add(invocation);
    }

    /** An environment got the payload. */
    void delivered(Invocation invocation, EnvironmentFacts environment) {
        SimulatedInvocation known = open.get(invocation.requestId());
        if (known == null) {
            return;
        }
        var assigned = known.assigned();
        if (assigned == null || !assigned.environmentId().equals(environment.id())) {
            throw world.judge()
                    .broken(
                            Invariant.ONE_AT_A_TIME,
                            environment + " got " + known + ", which has " + assigned + " and not this environment");
        }
    }

    void ended(SimulatedInvocation invocation, Outcome outcome) {
        if (open.remove(invocation.requestId()) == null) {
            throw world.judge().broken(Invariant.OUTCOME, invocation + " ended again, now " + outcome);
        }
        invocation.end(outcome);
        ended.merge(outcome, 1L, Long::sum);
    }

    long arrived() {
        return arrived;
    }

    int open() {
        return open.size();
    }

    long ended(Outcome outcome) {
        return ended.getOrDefault(outcome, 0L);
    }

    void afterEvent() {
        SimulatedInvocation oldest = inOrder.peek();
        while (oldest != null && oldest.over()) {
            inOrder.poll();
            oldest = inOrder.peek();
        }
        if (oldest != null && world.nanos() - oldest.arrivedNanos() > mostNanos) {
            throw world.judge().broken(Invariant.OUTCOME, oldest + " has had no outcome for too long");
        }
    }
}
