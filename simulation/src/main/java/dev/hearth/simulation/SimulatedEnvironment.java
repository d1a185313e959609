package dev.hearth.simulation;

import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.InvocationResult;
import org.jspecify.annotations.Nullable;

/** One environment on its simulated host. */
final class SimulatedEnvironment {

    private final EnvironmentFacts facts;
    private final Stage<EnvironmentStart> start;
    private boolean healthy = true;
    private boolean dead;
    private @Nullable Stage<InvocationResult> running;

    SimulatedEnvironment(EnvironmentFacts facts, Stage<EnvironmentStart> start) {
        this.facts = facts;
        this.start = start;
    }

    EnvironmentFacts facts() {
        return facts;
    }

    String id() {
        return facts.id();
    }

    Stage<EnvironmentStart> start() {
        return start;
    }

    boolean healthy() {
        return healthy;
    }

    void initFailed() {
        healthy = false;
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    /** The answer that its invocation's caller waits for; null when it serves none. */
    @Nullable
    Stage<InvocationResult> running() {
        return running;
    }

    void run(@Nullable Stage<InvocationResult> invocation) {
        running = invocation;
    }
}
