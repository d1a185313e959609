package dev.hearth.simulation;

import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.simulation.FunctionShadow.Provisioned;
import dev.hearth.simulation.FunctionShadow.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counting as the documents tell it, on one thread and without cleverness: what the real one must agree with. */
final class CountingModel {

    /** What becomes of a wish for a unit, as far as concurrency decides. */
    enum Expected {
        PROVISIONED,
        ON_DEMAND,
        RESERVED_IS_USED_UP,
        ACCOUNT_IS_USED_UP
    }

    private final int limit;
    private final int minimum;
    private final long intervalNanos;
    private final long fullNanos;
    private final Map<String, FunctionShadow> functions = new HashMap<>();
    private final List<FunctionShadow> touched = new ArrayList<>();
    private int committed;
    private int unreservedInUse;

    CountingModel(CountingLimits limits) {
        limit = limits.concurrentExecutions();
        minimum = Math.min(CountingLimits.UNRESERVED_MINIMUM, limit);
        intervalNanos = limits.scalingWindow().toNanos() / limits.environmentsPerWindow();
        fullNanos = intervalNanos * limits.environmentsPerWindow();
    }

    int unreserved() {
        return limit - committed;
    }

    int unreservedInUse() {
        return unreservedInUse;
    }

    /** The life of a function that is known, or that begins now. */
    FunctionShadow function(String arn, long now) {
        FunctionShadow known = functions.get(arn);
        if (known == null) {
            known = new FunctionShadow(arn, fullNanos, now);
            functions.put(arn, known);
        }
        touch(known);
        return known;
    }

    boolean isCurrent(FunctionShadow function) {
        return functions.get(function.arn()) == function;
    }

    private void touch(FunctionShadow function) {
        if (function.touch()) {
            touched.add(function);
        }
    }

    /** Functions that something happened to since this was last asked. */
    List<FunctionShadow> touched() {
        return touched;
    }

    void looked() {
        touched.forEach(FunctionShadow::looked);
        touched.clear();
    }

    Expected expect(FunctionShadow function, String qualifier) {
        Provisioned ahead = function.provisioned().get(qualifier);
        if (ahead != null && ahead.free()) {
            return Expected.PROVISIONED;
        }
        if (function.isReserved()) {
            return function.onDemandInUse() < function.reserved() - function.provisionedTotal()
                    ? Expected.ON_DEMAND
                    : Expected.RESERVED_IS_USED_UP;
        }
        return unreservedInUse < unreserved() ? Expected.ON_DEMAND : Expected.ACCOUNT_IS_USED_UP;
    }

    Unit take(FunctionShadow function, String qualifier, Granted granted, HolderShadow holder) {
        Provisioned ahead = switch (granted.kind()) {
            case PROVISIONED -> function.provisioned().get(qualifier);
            case ON_DEMAND -> null;
        };
        if (ahead != null) {
            ahead.inUse++;
        } else {
            onDemand(function, 1);
        }
        Unit unit = new Unit(function, ahead, granted, holder);
        holder.units().add(unit);
        return unit;
    }

    /** False when it was given back before. */
    boolean give(Unit unit) {
        if (!unit.holder.units().remove(unit)) {
            return false;
        }
        Provisioned ahead = unit.provisioned;
        if (ahead != null && !ahead.ended) {
            ahead.inUse--;
        } else {
            onDemand(unit.function, -1);
        }
        touch(unit.function);
        return true;
    }

    private void onDemand(FunctionShadow function, int more) {
        function.onDemand(more);
        unreservedInUse += function.isReserved() ? 0 : more;
    }

    boolean admitEnvironment(FunctionShadow function, long now) {
        return function.admitEnvironment(now, intervalNanos, fullNanos);
    }

    /** Whether reserved concurrency may be set to this. */
    boolean mayReserve(FunctionShadow function, int units) {
        return units >= function.provisionedTotal() && mayGrow(units - function.committed());
    }

    boolean mayProvision(FunctionShadow function, String qualifier, int requested) {
        Provisioned before = function.provisioned().get(qualifier);
        int growth = requested - (before == null ? 0 : before.requested);
        return function.isReserved() ? function.provisionedTotal() + growth <= function.reserved() : mayGrow(growth);
    }

    private boolean mayGrow(int growth) {
        return growth <= 0 || unreserved() - growth >= minimum;
    }

    /** Sets reserved concurrency, or takes it back with {@link FunctionShadow#NOT_RESERVED}. */
    void reserve(FunctionShadow function, int units) {
        boolean before = function.isReserved();
        committed -= function.committed();
        function.reserved(units);
        committed += function.committed();
        if (before != function.isReserved()) {
            unreservedInUse += before ? function.onDemandInUse() : -function.onDemandInUse();
        }
    }

    void provision(FunctionShadow function, String qualifier, int requested) {
        committed -= function.committed();
        Provisioned ahead = function.provisioned().computeIfAbsent(qualifier, _ -> new Provisioned());
        ahead.requested = requested;
        ahead.available = Math.min(ahead.available, requested);
        committed += function.committed();
    }

    void unprovision(FunctionShadow function, String qualifier) {
        committed -= function.committed();
        Provisioned ahead = function.provisioned().remove(qualifier);
        committed += function.committed();
        if (ahead != null) {
            ahead.ended = true;
            onDemand(function, ahead.inUse);
        }
    }

    void available(String arn, String qualifier, int environments) {
        FunctionShadow function = functions.get(arn);
        Provisioned ahead = function == null ? null : function.provisioned().get(qualifier);
        if (ahead != null) {
            ahead.available = Math.clamp(environments, 0, ahead.requested);
        }
    }

    /** The function was deleted; what it has in use counts on. */
    void forget(String arn) {
        FunctionShadow function = functions.get(arn);
        if (function != null) {
            List.copyOf(function.provisioned().keySet()).forEach(qualifier -> unprovision(function, qualifier));
            reserve(function, FunctionShadow.NOT_RESERVED);
            functions.remove(arn);
        }
    }
}
