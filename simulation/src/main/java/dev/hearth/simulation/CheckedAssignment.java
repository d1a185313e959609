package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentOutcome;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.assignment.ProvisionedStatus;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;
import java.util.Map;
import java.util.Optional;

/** Assignment, with a look at all that goes in and comes out. */
final class CheckedAssignment implements Assignment {

    private final Assignment real;
    private final World world;
    private final EnvironmentLedger ledger;

    CheckedAssignment(Assignment real, World world, EnvironmentLedger ledger) {
        this.real = real;
        this.world = world;
        this.ledger = ledger;
    }

    /** A caller that is told once, and only of what it may have. */
    private final class Told implements Caller {
        private final EnvironmentSpec wanted;
        private final Caller caller;
        private final long asked = world.next();
        private boolean told;

        Told(EnvironmentSpec wanted, Caller caller) {
            this.wanted = wanted;
            this.caller = caller;
        }

        @Override
        public void assigned(AssignmentOutcome outcome) {
            if (told) {
                throw world.judge()
                        .broken(Invariant.TOLD_ONCE, "a caller of " + wanted.functionName() + " got " + outcome);
            }
            told = true;
            switch (outcome) {
                case Assigned environment -> ledger.handedOut(environment.environmentId(), wanted, asked);
                case AssignmentOutcome.Refused _ -> {}
            }
            caller.assigned(outcome);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException bug) {
            throw world.judge().crashed(bug);
        }
    }

    @Override
    public void join(Worker worker) {
        guarded(() -> real.join(worker));
    }

    @Override
    public void leave(String hostId) {
        guarded(() -> real.leave(hostId));
    }

    @Override
    public void acquire(EnvironmentSpec spec, String provisionedFor, Caller caller) {
        try {
            real.acquire(spec, provisionedFor, new Told(spec, caller));
        } catch (RuntimeException bug) {
            throw world.judge().crashed(bug);
        }
    }

    @Override
    public void release(Assigned environment, boolean reusable) {
        ledger.released(environment.environmentId(), reusable);
        try {
            real.release(environment, reusable);
        } catch (RuntimeException bug) {
            throw world.judge().crashed(bug);
        }
    }

    @Override
    public void retire(String functionArn) {
        guarded(() -> real.retire(functionArn));
        ledger.retired(functionArn);
    }

    @Override
    public void retireAll(String functionArn) {
        guarded(() -> real.retireAll(functionArn));
        ledger.retiredAll(functionArn);
    }

    @Override
    public void provision(EnvironmentSpec spec, String qualifier, int count) {
        guarded(() -> real.provision(spec, qualifier, count));
    }

    @Override
    public void unprovision(String functionArn, String qualifier) {
        guarded(() -> real.unprovision(functionArn, qualifier));
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
