package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentOutcome;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.assignment.ProvisionedStatus;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;
import java.util.Map;
import java.util.Optional;

/** Assignment with a bug. */
final class PlantedAssignment implements Assignment {

    /** What it does wrong, now and then. */
    enum Bug {
        HANDS_OUT_TWICE,
        IGNORES_THE_TENANT,
        POOLS_WHAT_FAILED,
        KEEPS_OLD_CODE,
        TELLS_TWICE,
        FORGETS_A_CALLER,
        FORGETS_A_RELEASE,
        FAILS
    }

    private static final int NOW_AND_THEN = 1_000;

    private final Assignment real;
    private final Bug bug;
    private final Map<String, EnvironmentSpec> firsts = new java.util.HashMap<>();
    private Assigned last;
    private int calls;

    PlantedAssignment(Assignment real, Bug bug) {
        this.real = real;
        this.bug = bug;
    }

    private boolean now(Bug which) {
        return bug == which && ++calls % NOW_AND_THEN == 0;
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
    public void acquire(EnvironmentSpec spec, String provisionedFor, Caller caller) {
        switch (bug) {
            case HANDS_OUT_TWICE -> {
                if (last != null && now(Bug.HANDS_OUT_TWICE)) {
                    caller.assigned(last);
                } else {
                    real.acquire(spec, provisionedFor, remembering(caller));
                }
            }
            case IGNORES_THE_TENANT -> real.acquire(spec.ofTenant(""), provisionedFor, caller);
            case KEEPS_OLD_CODE -> {
                String key = spec.functionArn() + spec.version() + spec.tenantId();
                EnvironmentSpec first = firsts.computeIfAbsent(key, _ -> spec);
                real.acquire(first, provisionedFor, caller);
            }
            case TELLS_TWICE ->
                real.acquire(spec, provisionedFor, outcome -> {
                    caller.assigned(outcome);
                    if (now(Bug.TELLS_TWICE)) {
                        caller.assigned(outcome);
                    }
                });
            case FORGETS_A_CALLER -> {
                if (!now(Bug.FORGETS_A_CALLER)) {
                    real.acquire(spec, provisionedFor, caller);
                }
            }
            case FAILS -> {
                if (now(Bug.FAILS)) {
                    throw new IllegalStateException("planted");
                }
                real.acquire(spec, provisionedFor, caller);
            }
            case POOLS_WHAT_FAILED, FORGETS_A_RELEASE -> real.acquire(spec, provisionedFor, caller);
        }
    }

    private Caller remembering(Caller caller) {
        return outcome -> {
            if (outcome instanceof AssignmentOutcome.Assigned assigned) {
                last = assigned;
            }
            caller.assigned(outcome);
        };
    }

    @Override
    public void release(Assigned environment, boolean reusable) {
        if (!now(Bug.FORGETS_A_RELEASE)) {
            real.release(environment, reusable || bug == Bug.POOLS_WHAT_FAILED);
        }
    }

    @Override
    public void retire(String functionArn) {
        if (bug != Bug.KEEPS_OLD_CODE) {
            real.retire(functionArn);
        }
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
