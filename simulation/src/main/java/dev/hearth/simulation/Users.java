package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;

/** What the account's users change: code, versions, reserved and provisioned concurrency, whole functions. */
final class Users extends Troubles {

    private static final double AWAY_MEAN_NANOS = 3e9;
    private static final int MOST_PROVISIONED = 200;
    private static final int FEWEST_RESERVED = 0;
    private static final double TAKE_BACK_CHANCE = 0.4;

    private final Arrivals arrivals;
    private final Counting counting;
    private final Assignment assignment;

    Users(World world, Arrivals arrivals, Counting counting, Assignment assignment) {
        super(world, arrivals);
        this.arrivals = arrivals;
        this.counting = counting;
        this.assignment = assignment;
    }

    @Override
    void begin() {
        Scenario.Changes changes = world().scenario().changes();
        everyNow(changes.code(), () -> updateCode(arrivals.anyFunction()));
        everyNow(changes.publish(), () -> publish(arrivals.anyFunction()));
        everyNow(changes.reserved(), () -> reserve(arrivals.anyFunction()));
        everyNow(changes.provisioned(), () -> provision(arrivals.anyFunction()));
        everyNow(changes.delete(), () -> delete(arrivals.anyFunction()));
    }

    private void updateCode(SimulatedFunction function) {
        if (!function.deleted()) {
            function.updateCode();
            world().note("code of", function);
            assignment.retire(function.arn());
        }
    }

    private void publish(SimulatedFunction function) {
        if (!function.deleted()) {
            function.publish();
            world().note("version of", function);
            if (function.provisioned() > 0) {
                assignment.provision(function.live(), SimulatedFunction.ALIAS, function.provisioned());
            }
        }
    }

    private void reserve(SimulatedFunction function) {
        world().note("reserved of", function);
        if (dice().chance(TAKE_BACK_CHANCE)) {
            counting.deleteFunctionConcurrency(function.arn());
        } else {
            int most = world().scenario().cluster().counting().concurrentExecutions() / 2;
            int units = dice().between(FEWEST_RESERVED, most);
            CheckedCounting.made(() -> counting.putFunctionConcurrency(function.arn(), units));
        }
    }

    private void provision(SimulatedFunction function) {
        if (function.deleted() || function.hasTenants()) {
            return;
        }
        world().note("provisioned of", function);
        if (dice().chance(TAKE_BACK_CHANCE)) {
            unprovision(function);
            return;
        }
        int environments = dice().between(1, MOST_PROVISIONED);
        boolean made = CheckedCounting.made(
                () -> counting.putProvisionedConcurrency(function.arn(), SimulatedFunction.ALIAS, environments));
        if (made) {
            function.provisioned(environments);
            assignment.provision(function.live(), SimulatedFunction.ALIAS, environments);
        }
    }

    void unprovision(SimulatedFunction function) {
        function.provisioned(0);
        counting.deleteProvisionedConcurrency(function.arn(), SimulatedFunction.ALIAS);
        assignment.unprovision(function.arn(), SimulatedFunction.ALIAS);
    }

    private void delete(SimulatedFunction function) {
        if (!function.deleted()) {
            function.delete();
            world().note("deleted", function);
            assignment.retireAll(function.arn());
            counting.forget(function.arn());
            world().later(dice().exponential(AWAY_MEAN_NANOS), function::createAgain);
        }
    }
}
