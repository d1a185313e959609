package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.assignment.ProvisionedStatus;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Assignment as a frontend in another process sees it: what a dead process had is given back for it. */
final class ProcessAssignment implements Assignment {

    /** After which time it is noticed that a process is gone, on the average. */
    private static final double NOTICED_MEAN_NANOS = 500e6;

    private final Assignment real;
    private final World world;
    private final ProcessLife life;
    private final Dice dice;
    private final Set<Assigned> handed = new LinkedHashSet<>();

    ProcessAssignment(Assignment real, World world, ProcessLife life, Dice dice) {
        this.real = real;
        this.world = world;
        this.life = life;
        this.dice = dice;
    }

    /** The process died: whoever holds its connections notices. */
    void abandon() {
        for (Assigned environment : List.copyOf(handed)) {
            world.later(dice.exponential(NOTICED_MEAN_NANOS), () -> real.release(environment, false));
        }
        handed.clear();
    }

    @Override
    public void acquire(EnvironmentSpec spec, String provisionedFor, Caller caller) {
        real.acquire(spec, provisionedFor, outcome -> {
            if (outcome instanceof Assigned environment) {
                if (life.dead()) {
                    real.release(environment, true);
                    return;
                }
                handed.add(environment);
            }
            life.enter(() -> caller.assigned(outcome));
        });
    }

    @Override
    public void release(Assigned environment, boolean reusable) {
        handed.remove(environment);
        real.release(environment, reusable);
    }

    @Override
    public void join(Worker worker) {
        real.join(worker);
    }

    @Override
    public void leave(String hostId) {
        real.leave(hostId);
    }

    @Override
    public void retire(String functionArn) {
        real.retire(functionArn);
    }

    @Override
    public void retireAll(String functionArn) {
        real.retireAll(functionArn);
    }

    @Override
    public void provision(EnvironmentSpec spec, String qualifier, int count) {
        real.provision(spec, qualifier, count);
    }

    @Override
    public void unprovision(String functionArn, String qualifier) {
        real.unprovision(functionArn, qualifier);
    }

    @Override
    public Optional<ProvisionedStatus> provisioned(String functionArn, String qualifier) {
        return real.provisioned(functionArn, qualifier);
    }

    @Override
    public Map<String, Integer> environments() {
        return real.environments();
    }
}
