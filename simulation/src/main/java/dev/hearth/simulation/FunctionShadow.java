package dev.hearth.simulation;

import dev.hearth.services.counting.Reservation.Granted;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What counting must say of one life of a function, told plainly. */
final class FunctionShadow {

    /** No reserved concurrency. */
    static final int NOT_RESERVED = -1;

    /** One version's or alias's provisioned concurrency. */
    static final class Provisioned {
        int requested;
        int available;
        int inUse;
        boolean ended;

        boolean free() {
            return inUse < available;
        }
    }

    /** One unit that is out; {@code provisioned} is null for an on-demand one. */
    static final class Unit {
        final FunctionShadow function;
        final @Nullable Provisioned provisioned;
        final Granted granted;
        final HolderShadow holder;

        Unit(FunctionShadow function, @Nullable Provisioned provisioned, Granted granted, HolderShadow holder) {
            this.granted = granted;
            this.function = function;
            this.provisioned = provisioned;
            this.holder = holder;
        }
    }

    private final String arn;
    private final Map<String, Provisioned> provisioned = new HashMap<>();
    private int reserved = NOT_RESERVED;
    private int onDemandInUse;
    private long environmentsNanos;
    private long environmentsAtNanos;
    private boolean touched;

    /** {@code environmentsNanos} is a full bucket of new environments, in the time that it takes to fill. */
    FunctionShadow(String arn, long environmentsNanos, long now) {
        this.arn = arn;
        this.environmentsNanos = environmentsNanos;
        this.environmentsAtNanos = now;
    }

    String arn() {
        return arn;
    }

    Map<String, Provisioned> provisioned() {
        return provisioned;
    }

    int reserved() {
        return reserved;
    }

    void reserved(int units) {
        reserved = units;
    }

    boolean isReserved() {
        return reserved != NOT_RESERVED;
    }

    int onDemandInUse() {
        return onDemandInUse;
    }

    void onDemand(int more) {
        onDemandInUse += more;
    }

    int provisionedTotal() {
        int total = 0;
        for (Provisioned each : provisioned.values()) {
            total += each.requested;
        }
        return total;
    }

    /** What it takes out of the account's unreserved concurrency. */
    int committed() {
        return isReserved() ? reserved : provisionedTotal();
    }

    /** True the first time since {@link #looked}. */
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void looked() {
        touched = false;
    }

    /** Whether one more environment may be started; it is counted then. */
    boolean admitEnvironment(long now, long intervalNanos, long fullNanos) {
        environmentsNanos = Math.min(fullNanos, environmentsNanos + now - environmentsAtNanos);
        environmentsAtNanos = now;
        boolean admitted = environmentsNanos >= intervalNanos;
        environmentsNanos -= admitted ? intervalNanos : 0;
        return admitted;
    }

    @Override
    public String toString() {
        return arn + "[on demand " + onDemandInUse + (isReserved() ? ", reserved " + reserved : "") + ", provisioned "
                + provisioned.keySet() + "]";
    }
}
