package dev.hearth.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** A seeded stream of chance. Everything of a simulation that is random comes from one of these. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Another stream, so that one who draws more or less does not change what others draw. */
    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    double uniform() {
        return random.nextDouble();
    }

    /** As likely between 1 and 10 as between 10 and 100. */
    double acrossScales(double least, double most) {
        return least * Math.pow(most / least, random.nextDouble());
    }

    /** The time to the next of events that happen once in {@code mean} on the average. */
    long exponential(double mean) {
        return (long) (mean * random.nextExponential());
    }

    /** Half are below {@code median}, few are far above. */
    long logNormal(double median, double sigma) {
        return (long) (median * Math.exp(sigma * random.nextGaussian()));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
