package dev.hearth.simulation;

import dev.hearth.core.InvocationTimes;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentOutcome;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.simulation.SimulatedInvocation.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One frontend process: takes invocations the way the frontend room does, holds their units of concurrency under a
 * lease of its own, and may die with all of it.
 */
final class SimulatedFrontend {

    /** Environments that an invocation tries, as in the frontend room. */
    static final int DELIVERY_ATTEMPTS = 3;

    private static final int HEARTBEATS_PER_LEASE = 3;

    /** After which time assignment notices that a caller is gone, on the average. */
    private static final double NOTICED_MEAN_NANOS = 500e6;

    private final World world;
    private final Counting counting;
    private final Assignment assignment;
    private final InvocationLedger ledger;
    private final Dice dice;
    private final String name;
    private final Set<SimulatedInvocation> open = new LinkedHashSet<>();
    private Holder holder;
    private boolean up = true;
    private boolean paused;
    private boolean closed;

    SimulatedFrontend(
            World world, Counting counting, Assignment assignment, InvocationLedger ledger, Dice dice, String name) {
        this.world = world;
        this.counting = counting;
        this.assignment = assignment;
        this.ledger = ledger;
        this.dice = dice;
        this.name = name;
        this.holder = counting.enter(name);
        beat(holder);
    }

    boolean up() {
        return up;
    }

    private void beat(Holder life) {
        long every = world.scenario().cluster().counting().holderLease().toNanos() / HEARTBEATS_PER_LEASE;
        world.later(every, () -> {
            if (!up || closed || life != holder) {
                return;
            }
            if (!paused && !counting.renew(holder)) {
                holder = counting.enter(name);
            }
            beat(holder);
        });
    }

    void invoke(SimulatedInvocation invocation) {
        ledger.arrived(invocation);
        String function = invocation.spec().functionArn();
        switch (counting.reserve(function, invocation.qualifier(), holder)) {
            case Reservation.Granted granted -> {
                invocation.granted(granted);
                open.add(invocation);
                tryNext(invocation);
            }
            case Reservation.Throttled _ -> ledger.ended(invocation, Outcome.THROTTLED);
            case Reservation.Lapsed _ -> ledger.ended(invocation, Outcome.REFUSED);
        }
    }

    private void tryNext(SimulatedInvocation invocation) {
        if (invocation.attempt() > DELIVERY_ATTEMPTS) {
            end(invocation, Outcome.UNDELIVERABLE);
            return;
        }
        String provisionedFor = switch (invocation.granted().kind()) {
            case PROVISIONED -> invocation.qualifier();
            case ON_DEMAND -> "";
        };
        assignment.acquire(
                invocation.spec(), provisionedFor, outcome -> world.outside(() -> assigned(invocation, outcome)));
    }

    private void assigned(SimulatedInvocation invocation, AssignmentOutcome outcome) {
        switch (outcome) {
            case Assigned environment -> {
                if (invocation.over()) {
                    // The caller is gone, so the answer did not reach it.
                    assignment.release(environment, true);
                } else {
                    invocation.assigned(environment);
                    world.hop(() -> deliver(invocation, environment));
                }
            }
            case AssignmentOutcome.Refused _ -> {
                if (!invocation.over()) {
                    end(invocation, Outcome.REFUSED);
                }
            }
        }
    }

    private void deliver(SimulatedInvocation invocation, Assigned environment) {
        if (invocation.over()) {
            return;
        }
        Invocation payload = new Invocation(
                invocation.requestId(),
                invocation.payload(),
                invocation.spec().functionArn(),
                null,
                null,
                false,
                null,
                null,
                new InvocationTimes());
        environment
                .worker()
                .invoke(environment.environmentId(), payload)
                .whenComplete((result, bug) -> world.hop(() -> answered(invocation, environment, result)));
    }

    private void answered(SimulatedInvocation invocation, Assigned environment, @Nullable InvocationResult result) {
        if (invocation.over()) {
            return;
        }
        invocation.assigned(null);
        switch (result) {
            case InvocationResult.Answered answer -> {
                assignment.release(environment, answer.reusable());
                end(invocation, answer.functionError().isEmpty() ? Outcome.ANSWERED : Outcome.FUNCTION_ERROR);
            }
            case InvocationResult.NotDelivered _ -> {
                assignment.release(environment, false);
                tryNext(invocation);
            }
            case InvocationResult.Lost _ -> {
                assignment.release(environment, false);
                end(invocation, Outcome.REFUSED);
            }
            case null -> throw world.judge().broken(Invariant.NO_CRASH, "a worker completed exceptionally");
        }
    }

    private void end(SimulatedInvocation invocation, Outcome outcome) {
        open.remove(invocation);
        counting.release(invocation.granted());
        ledger.ended(invocation, outcome);
    }

    /** The process ends: nothing of it is given back by itself, and its connections break. */
    void die() {
        up = false;
        for (SimulatedInvocation invocation : List.copyOf(open)) {
            ledger.ended(invocation, Outcome.CALLER_DIED);
            Assigned environment = invocation.assigned();
            if (environment != null) {
                world.later(dice.exponential(NOTICED_MEAN_NANOS), () -> assignment.release(environment, false));
            }
        }
        open.clear();
    }

    /** Another process under the same name, which ends the lease of the one before if that is not over. */
    void start() {
        up = true;
        holder = counting.enter(name);
        beat(holder);
    }

    /** It stands still as far as its lease is concerned. */
    void pause(long nanos) {
        paused = true;
        world.later(nanos, () -> paused = false);
    }

    void close() {
        closed = true;
        counting.leave(holder);
    }
}
