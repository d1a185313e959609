package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.placement.WorkerHost.Resources;
import dev.hearth.services.worker.Worker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The worker hosts of a simulation and who is told that they come and go. */
final class SimulatedFleet {

    private static final double LOST_AFTER_MEAN_NANOS = 4e9;
    private static final double REPLACED_AFTER_MEAN_NANOS = 2e9;
    private static final double DRAINED_AFTER_MEAN_NANOS = 20e9;
    private static final double SILENT_MEAN_NANOS = 8e9;

    private final World world;
    private final Assignment assignment;
    private final EnvironmentLedger ledger;
    private final InvocationLedger invocations;
    private final UnaryOperator<Worker> wrapper;
    private final Dice dice;
    private final List<SimulatedHost> members = new ArrayList<>();
    private final List<SimulatedHost> outside = new ArrayList<>();

    /** Members that are going to leave. */
    private final Set<SimulatedHost> doomed = new HashSet<>();

    private int ids;
    private boolean closed;

    SimulatedFleet(
            World world,
            Assignment assignment,
            EnvironmentLedger ledger,
            InvocationLedger invocations,
            UnaryOperator<Worker> wrapper) {
        this.world = world;
        this.assignment = assignment;
        this.ledger = ledger;
        this.invocations = invocations;
        this.wrapper = wrapper;
        this.dice = world.dice();
    }

    List<SimulatedHost> members() {
        return members;
    }

    /** Hosts that left and still run something. */
    List<SimulatedHost> outside() {
        outside.removeIf(host -> host.isEmpty() || !host.alive());
        return outside;
    }

    void joinNew() {
        join("h" + ++ids);
    }

    private void join(String id) {
        if (closed) {
            return;
        }
        Scenario.Cluster cluster = world.scenario().cluster();
        HostFacts facts = new HostFacts(id, new Resources(cluster.hostMemoryMb(), cluster.hostCpuMillis()));
        SimulatedHost host = new SimulatedHost(world, facts, ledger, invocations, dice.split());
        members.add(host);
        world.note("joins", id);
        assignment.join(wrapper.apply(host));
    }

    private void leave(SimulatedHost host) {
        if (!members.remove(host)) {
            return;
        }
        doomed.remove(host);
        outside.add(host);
        host.facts().leave();
        world.note("leaves", host.facts());
        ledger.lost(host.facts());
        assignment.leave(host.facts().id());
    }

    /** It comes back as another machine or as the same, with nothing on it. */
    private void replace(SimulatedHost host) {
        boolean same = dice.chance(0.5);
        world.later(dice.exponential(REPLACED_AFTER_MEAN_NANOS), () -> {
            if (same) {
                join(host.facts().id());
            } else {
                joinNew();
            }
        });
    }

    private void leaveAndReplace(SimulatedHost host) {
        leave(host);
        replace(host);
    }

    /** True once in a host's life: whatever makes it leave happens to it alone. */
    private boolean doom(SimulatedHost host) {
        return doomed.add(host);
    }

    void kill(SimulatedHost host) {
        if (doom(host)) {
            world.note("dies", host.facts());
            host.die();
            world.later(dice.exponential(LOST_AFTER_MEAN_NANOS), () -> leaveAndReplace(host));
        }
    }

    void drain(SimulatedHost host) {
        if (doom(host)) {
            world.note("drains", host.facts());
            host.drain();
            world.later(dice.exponential(DRAINED_AFTER_MEAN_NANOS), () -> {
                host.close();
                leaveAndReplace(host);
            });
        }
    }

    /** It is not heard; when that takes long it is taken for lost, finds out, and comes back empty. */
    void silence(SimulatedHost host) {
        long nanos = dice.exponential(SILENT_MEAN_NANOS);
        host.silence(nanos);
        if (dice.chance(0.5) && doom(host)) {
            world.later(nanos / 2, () -> leave(host));
            world.later(nanos, () -> {
                host.close();
                replace(host);
            });
        }
    }

    /** At the end of all: every host leaves in good order. */
    void close() {
        closed = true;
        for (SimulatedHost host : List.copyOf(members)) {
            host.close();
            leave(host);
        }
    }
}
