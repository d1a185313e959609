package dev.hearth.services.counting;

import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counting told as plainly as possible: one list of what is out, counted anew for every question. For tests only. */
final class NaiveCounting {

    /** One unit that is out; {@code qualifier} is null for an on-demand one. */
    static final class Unit {
        final FunctionModel function;
        final String holder;

        @Nullable
        String qualifier;

        Unit(FunctionModel function, String holder, @Nullable String qualifier) {
            this.function = function;
            this.holder = holder;
            this.qualifier = qualifier;
        }
    }

    /** One life of a function, from its first mention until it is forgotten. */
    static final class FunctionModel {
        @Nullable
        Integer reserved;

        final Map<String, Integer> requested = new HashMap<>();
        final Map<String, Integer> available = new HashMap<>();
        long throttles;

        int provisionedTotal() {
            return requested.values().stream().mapToInt(Integer::intValue).sum();
        }

        int committed() {
            Integer own = reserved;
            return own != null ? own : provisionedTotal();
        }
    }

    final int limit;
    final Map<String, FunctionModel> functions = new HashMap<>();
    final List<Unit> out = new ArrayList<>();
    long throttles;

    NaiveCounting(int limit) {
        this.limit = limit;
    }

    FunctionModel function(String arn) {
        return functions.computeIfAbsent(arn, a -> new FunctionModel());
    }

    int unreserved() {
        return limit
                - functions.values().stream().mapToInt(FunctionModel::committed).sum();
    }

    int onDemandInUse(FunctionModel function) {
        return (int) out.stream()
                .filter(unit -> unit.function == function && unit.qualifier == null)
                .count();
    }

    int provisionedInUse(FunctionModel function, String qualifier) {
        return (int) out.stream()
                .filter(unit -> unit.function == function && Objects.equals(unit.qualifier, qualifier))
                .count();
    }

    int unreservedInUse() {
        return (int) out.stream()
                .filter(unit -> unit.function.reserved == null && unit.qualifier == null)
                .count();
    }

    /** The unit, or null when it is throttled. */
    @Nullable
    Unit reserve(String arn, String qualifier, String holder) {
        FunctionModel function = function(arn);
        Integer reserved = function.reserved;
        boolean provisioned = provisionedInUse(function, qualifier) < function.available.getOrDefault(qualifier, 0);
        boolean onDemand = reserved != null
                ? onDemandInUse(function) < reserved - function.provisionedTotal()
                : unreservedInUse() < unreserved();
        if (!provisioned && !onDemand) {
            throttles++;
            function.throttles++;
            return null;
        }
        Unit unit = new Unit(function, holder, provisioned ? qualifier : null);
        out.add(unit);
        return unit;
    }

    boolean release(Unit unit) {
        return out.remove(unit);
    }

    void end(String holder) {
        out.removeIf(unit -> unit.holder.equals(holder));
    }

    boolean putReserved(String arn, int units) {
        FunctionModel function = function(arn);
        int before = function.committed();
        if (units < function.provisionedTotal() || units > before && unreserved() + before - units < 100) {
            return false;
        }
        function.reserved = units;
        return true;
    }

    void deleteReserved(String arn) {
        function(arn).reserved = null;
    }

    boolean putProvisioned(String arn, String qualifier, int units) {
        FunctionModel function = function(arn);
        int growth = units - function.requested.getOrDefault(qualifier, 0);
        Integer reserved = function.reserved;
        boolean fits = reserved != null
                ? function.provisionedTotal() + growth <= reserved
                : growth <= 0 || unreserved() - growth >= 100;
        if (fits) {
            function.requested.put(qualifier, units);
            function.available.merge(qualifier, units, Math::min);
            function.available.computeIfPresent(qualifier, (q, ready) -> growth == units ? 0 : ready);
        }
        return fits;
    }

    void deleteProvisioned(String arn, String qualifier) {
        remove(function(arn), qualifier);
    }

    private void remove(FunctionModel function, String qualifier) {
        function.requested.remove(qualifier);
        function.available.remove(qualifier);
        for (Unit unit : out) {
            if (unit.function == function && qualifier.equals(unit.qualifier)) {
                unit.qualifier = null;
            }
        }
    }

    void available(String arn, String qualifier, int ready) {
        FunctionModel function = functions.get(arn);
        if (function != null && function.requested.containsKey(qualifier)) {
            function.available.put(qualifier, Math.clamp(ready, 0, function.requested.get(qualifier)));
        }
    }

    void forget(String arn) {
        FunctionModel function = functions.remove(arn);
        if (function != null) {
            List.copyOf(function.requested.keySet()).forEach(qualifier -> remove(function, qualifier));
            function.reserved = null;
        }
    }

    static boolean succeeds(Runnable wish) {
        try {
            wish.run();
            return true;
        } catch (FaultException refused) {
            return false;
        }
    }
}
