package dev.hearth.bench;

import java.util.OptionalDouble;

/**
 * One number of a benchmark.
 *
 * @param what what was measured
 * @param value the median over the rounds
 * @param unit of {@code value} and {@code limit}
 * @param limit what it is measured against, of the same run or of the specification
 * @param ratio how near it comes to the limit; more is better, whichever way the unit counts
 * @param goal the ratio that must hold
 */
record Row(String what, double value, String unit, OptionalDouble limit, OptionalDouble ratio, OptionalDouble goal) {

    /** What a number far under its limit, or below zero, counts as. */
    private static final double BEST_RATIO = 1000;

    /** A number without a limit. */
    static Row plain(String what, double value, String unit) {
        return new Row(what, value, unit, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** A number with a limit and no goal. */
    static Row beside(String what, double value, String unit, double limit, double ratio) {
        return new Row(what, value, unit, OptionalDouble.of(limit), OptionalDouble.of(ratio), OptionalDouble.empty());
    }

    /** A number that must stay under a limit: the goal is a ratio of 1. */
    static Row atMost(String what, double value, String unit, double limit) {
        return beside(what, value, unit, limit, limit / Math.max(value, limit / BEST_RATIO))
                .withGoal(1);
    }

    Row withGoal(double newGoal) {
        return new Row(what, value, unit, limit, ratio, OptionalDouble.of(newGoal));
    }

    /** Whether the goal, if there is one, is reached. */
    boolean holds() {
        return goal.isEmpty() || ratio.orElse(0) >= goal.getAsDouble();
    }
}
