package dev.hearth.simulation;

import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.counting.FunctionUsage;
import java.util.List;

/** Whether counting and its model show the same numbers: what an event touched at once, everything now and then. */
final class CountingComparison {

    private final Counting real;
    private final World world;
    private final CountingModel model;

    CountingComparison(Counting real, World world, CountingModel model) {
        this.real = real;
        this.world = world;
        this.model = model;
    }

    /** The functions that something happened to since the last time. */
    void touched() {
        List<FunctionShadow> touched = model.touched();
        for (int i = 0; i < touched.size(); i++) {
            FunctionShadow function = touched.get(i);
            if (model.isCurrent(function)) {
                compare(function, real.usage(function.arn()));
            }
        }
        model.looked();
    }

    private void compare(FunctionShadow function, FunctionUsage usage) {
        boolean same = usage.onDemandInUse() == function.onDemandInUse()
                && usage.reserved().orElse(FunctionShadow.NOT_RESERVED) == function.reserved()
                && usage.provisioned().size() == function.provisioned().size();
        if (!function.provisioned().isEmpty()) {
            for (var each : function.provisioned().entrySet()) {
                FunctionUsage.Provisioned says = usage.provisioned().get(each.getKey());
                same &= says != null
                        && says.requested() == each.getValue().requested
                        && says.available() == each.getValue().available
                        && says.inUse() == each.getValue().inUse;
            }
        }
        if (!same) {
            throw world.judge().broken(Invariant.COUNTED, "counting shows " + usage + " of " + function);
        }
    }

    /** The whole account. */
    void account() {
        CountingUsage usage = real.usage();
        boolean same = usage.unreservedInUse() == model.unreservedInUse()
                && usage.unreservedConcurrentExecutions() == model.unreserved();
        if (!same) {
            throw world.judge()
                    .broken(
                            Invariant.COUNTED,
                            "counting shows " + usage.unreservedInUse() + " of "
                                    + usage.unreservedConcurrentExecutions() + " unreserved units in use where "
                                    + model.unreservedInUse() + " of " + model.unreserved() + " are");
        }
    }
}
