package dev.hearth.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of some numbers, which a single busy moment of the machine does not move. */
final class Medians {

    private Medians() {}

    static <T> double of(Collection<T> items, ToDoubleFunction<T> part) {
        double[] sorted = items.stream().mapToDouble(part).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
