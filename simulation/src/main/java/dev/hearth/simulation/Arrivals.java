package dev.hearth.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where all loads meet: makes invocations and brings each to a frontend, until enough have come. */
final class Arrivals {

    /** A few functions get most of the invocations. */
    private static final double POPULARITY_EXPONENT = 1.1;

    private static final double ALIAS_CHANCE = 0.4;
    private static final double ERROR_CHANCE = 0.02;

    private final World world;
    private final List<SimulatedFunction> functions;
    private final List<SimulatedFrontend> frontends;
    private final Dice dice;
    private final double[] popularity;
    private final double functionFails;
    private final long most;
    private long number;

    Arrivals(World world, List<SimulatedFunction> functions, List<SimulatedFrontend> frontends) {
        this.world = world;
        this.functions = functions;
        this.frontends = frontends;
        this.dice = world.dice();
        this.popularity = new double[functions.size()];
        this.functionFails = world.scenario().faults().functionFails();
        this.most = world.scenario().invocations();
        double sum = 0;
        for (int i = 0; i < popularity.length; i++) {
            sum += Math.pow(i + 1.0, -POPULARITY_EXPONENT);
            popularity[i] = sum;
        }
    }

    /** Whether enough have come; loads stop then. */
    boolean over() {
        return number >= most;
    }

    SimulatedFunction anyFunction() {
        double draw = dice.uniform() * popularity[popularity.length - 1];
        int low = 0;
        int high = popularity.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (popularity[middle] < draw) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return functions.get(low);
    }

    /** Some function of the account, by a number of the load's own. */
    SimulatedFunction function(int index) {
        return functions.get(Math.floorMod(index, functions.size()));
    }

    /** One invocation that would run for so long. Without effect when nobody can take it. */
    void arrive(SimulatedFunction function, long runNanos) {
        SimulatedFrontend frontend = frontend();
        if (over() || frontend == null || function.deleted()) {
            return;
        }
        number++;
        String qualifier = dice.chance(ALIAS_CHANCE) ? SimulatedFunction.ALIAS : "";
        Conduct conduct = conduct();
        frontend.invoke(new SimulatedInvocation(
                Long.toString(number),
                function.resolve(qualifier, (int) number),
                qualifier,
                conduct.payload(Math.max(1, runNanos)),
                world.nanos()));
    }

    private @Nullable SimulatedFrontend frontend() {
        int first = dice.between(0, frontends.size() - 1);
        for (int i = 0; i < frontends.size(); i++) {
            SimulatedFrontend frontend = frontends.get((first + i) % frontends.size());
            if (frontend.up()) {
                return frontend;
            }
        }
        return null;
    }

    private Conduct conduct() {
        if (dice.chance(functionFails)) {
            return dice.chance(0.5) ? Conduct.HANGS : Conduct.CRASHES;
        }
        return dice.chance(ERROR_CHANCE) ? Conduct.FAILS : Conduct.ANSWERS;
    }
}
