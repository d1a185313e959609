package dev.hearth.simulation;

import dev.hearth.services.counting.Holder;
import dev.hearth.simulation.FunctionShadow.Unit;
import java.util.LinkedHashSet;
import java.util.Set;

/** One life of a caller, as counting must know it. */
final class HolderShadow {

    private final Holder real;
    private final Set<Unit> units = new LinkedHashSet<>();
    private long heardNanos;
    private boolean ended;

    HolderShadow(Holder real, long now) {
        this.real = real;
        this.heardNanos = now;
    }

    Holder real() {
        return real;
    }

    Set<Unit> units() {
        return units;
    }

    long heardNanos() {
        return heardNanos;
    }

    void heard(long now) {
        heardNanos = now;
    }

    /** It left or was replaced, or it was seen that it expired. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
