package dev.hearth.simulation;

import dev.hearth.core.FaultException;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.counting.FunctionUsage;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.services.counting.Reservation.Throttled;
import dev.hearth.services.counting.ThrottleReason;
import dev.hearth.simulation.CountingModel.Expected;
import dev.hearth.simulation.FunctionShadow.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counting, beside a model of it that must agree with every answer. */
final class CheckedCounting implements Counting {

    private final Counting real;
    private final World world;
    private final CountingModel model;
    private final long leaseNanos;
    private final boolean rated;
    private final Map<Granted, Unit> units = new HashMap<>();
    private final List<HolderShadow> holders = new ArrayList<>();
    private final CountingComparison comparison;

    CheckedCounting(Counting real, CountingLimits limits, World world) {
        this.real = real;
        this.world = world;
        this.model = new CountingModel(limits);
        this.leaseNanos = limits.holderLease().toNanos();
        this.rated = limits.requestsPerUnit() > 0;
        this.comparison = new CountingComparison(real, world, model);
    }

    CountingComparison comparison() {
        return comparison;
    }

    /** Units that are out, as far as their callers know. */
    int outstanding() {
        return units.size();
    }

    void afterEvent() {
        for (int i = holders.size() - 1; i >= 0; i--) {
            HolderShadow holder = holders.get(i);
            check(holder);
            if (holder.ended()) {
                holders.remove(i);
            }
        }
        comparison.touched();
    }

    private void check(HolderShadow holder) {
        boolean due = world.nanos() - holder.heardNanos() >= leaseNanos;
        boolean late = world.nanos() - holder.heardNanos() > leaseNanos;
        boolean alive = holder.real().alive();
        if (!alive && !holder.ended()) {
            if (!due) {
                throw broken(Invariant.EXPIRY, holder.real() + " ended before its lease");
            }
            end(holder);
        }
        if (alive && late) {
            throw broken(Invariant.EXPIRY, holder.real() + " lives on after its lease");
        }
        if (holder.real().outstanding() != holder.units().size()) {
            throw broken(
                    Invariant.COUNTED,
                    holder.real() + " holds " + holder.real().outstanding() + " units and not "
                            + holder.units().size());
        }
    }

    private void end(HolderShadow holder) {
        holder.end();
        for (Unit unit : List.copyOf(holder.units())) {
            model.give(unit);
            units.remove(unit.granted);
        }
    }

    private HolderShadow shadow(Holder holder) {
        for (int i = holders.size() - 1; i >= 0; i--) {
            if (holders.get(i).real() == holder) {
                return holders.get(i);
            }
        }
        return new HolderShadow(holder, world.nanos());
    }

    @Override
    public Holder enter(String name) {
        for (HolderShadow before : holders) {
            if (before.real().name().equals(name)) {
                end(before);
            }
        }
        Holder holder = real.enter(name);
        holders.add(new HolderShadow(holder, world.nanos()));
        return holder;
    }

    @Override
    public Holder enterResident(String name) {
        return real.enterResident(name);
    }

    @Override
    public boolean renew(Holder holder) {
        boolean renewed = real.renew(holder);
        if (renewed) {
            shadow(holder).heard(world.nanos());
        }
        return renewed;
    }

    @Override
    public void leave(Holder holder) {
        end(shadow(holder));
        real.leave(holder);
    }

    @Override
    public Reservation reserve(String functionArn, String qualifier, Holder holder) {
        boolean lapses = !holder.alive();
        FunctionShadow function = model.function(functionArn, world.nanos());
        Expected expected = model.expect(function, qualifier);
        Reservation reservation = real.reserve(functionArn, qualifier, holder);
        boolean right = switch (reservation) {
            case Reservation.Lapsed _ -> lapses;
            case Throttled throttled -> !lapses && isExpected(throttled.reason(), expected);
            case Granted granted -> !lapses && isExpected(granted.kind(), expected);
        };
        if (!right) {
            throw broken(
                    Invariant.WITHIN_LIMITS,
                    reservation + " for " + function + " where " + expected + " is right; unreserved "
                            + model.unreservedInUse() + " of " + model.unreserved());
        }
        if (reservation instanceof Granted granted) {
            units.put(granted, model.take(function, qualifier, granted, shadow(holder)));
        }
        return reservation;
    }

    @Override
    public Reservation adopt(String functionArn, Holder holder) {
        Reservation reservation = real.adopt(functionArn, holder);
        if (reservation instanceof Granted granted) {
            FunctionShadow function = model.function(functionArn, world.nanos());
            units.put(granted, model.take(function, "", granted, shadow(holder)));
        }
        return reservation;
    }

    private static boolean isExpected(Reservation.Kind kind, Expected expected) {
        return switch (kind) {
            case PROVISIONED -> expected == Expected.PROVISIONED;
            case ON_DEMAND -> expected == Expected.ON_DEMAND;
        };
    }

    private boolean isExpected(ThrottleReason reason, Expected expected) {
        return switch (reason) {
            case CONCURRENT_INVOCATION_LIMIT_EXCEEDED -> expected == Expected.ACCOUNT_IS_USED_UP;
            case RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED -> expected == Expected.RESERVED_IS_USED_UP;
            case FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED, RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED -> rated;
            case CALLER_RATE_LIMIT_EXCEEDED -> false;
        };
    }

    @Override
    public boolean release(Granted granted) {
        Unit unit = units.remove(granted);
        boolean held = unit != null && model.give(unit);
        boolean released = real.release(granted);
        if (released != held) {
            throw broken(Invariant.COUNTED, "giving back " + granted + " said " + released);
        }
        return released;
    }

    @Override
    public Optional<Throttled> throttleNewEnvironment(String functionArn) {
        boolean may = model.admitEnvironment(model.function(functionArn, world.nanos()), world.nanos());
        Optional<Throttled> answer = real.throttleNewEnvironment(functionArn);
        if (answer.isEmpty() != may) {
            throw broken(Invariant.SCALING_RATE, "a new environment of " + functionArn + " got " + answer);
        }
        return answer;
    }

    @Override
    public void putFunctionConcurrency(String functionArn, int reserved) {
        FunctionShadow function = model.function(functionArn, world.nanos());
        agree(model.mayReserve(function, reserved), () -> real.putFunctionConcurrency(functionArn, reserved));
        model.reserve(function, reserved);
    }

    @Override
    public void deleteFunctionConcurrency(String functionArn) {
        real.deleteFunctionConcurrency(functionArn);
        model.reserve(model.function(functionArn, world.nanos()), FunctionShadow.NOT_RESERVED);
    }

    @Override
    public void putProvisionedConcurrency(String functionArn, String qualifier, int requested) {
        FunctionShadow function = model.function(functionArn, world.nanos());
        agree(
                model.mayProvision(function, qualifier, requested),
                () -> real.putProvisionedConcurrency(functionArn, qualifier, requested));
        model.provision(function, qualifier, requested);
    }

    /** Throws the refusal when it is one, and right. */
    private void agree(boolean may, Runnable call) {
        boolean done = false;
        try {
            call.run();
            done = true;
        } finally {
            if (done != may) {
                broken(Invariant.WITHIN_LIMITS, "a change of configuration was " + (done ? "made" : "refused"));
            }
        }
    }

    @Override
    public void deleteProvisionedConcurrency(String functionArn, String qualifier) {
        real.deleteProvisionedConcurrency(functionArn, qualifier);
        model.unprovision(model.function(functionArn, world.nanos()), qualifier);
    }

    @Override
    public void provisionedAvailable(String functionArn, String qualifier, int environments) {
        real.provisionedAvailable(functionArn, qualifier, environments);
        model.available(functionArn, qualifier, environments);
    }

    @Override
    public void forget(String functionArn) {
        real.forget(functionArn);
        model.forget(functionArn);
    }

    @Override
    public CountingUsage usage() {
        return real.usage();
    }

    @Override
    public FunctionUsage usage(String functionArn) {
        return real.usage(functionArn);
    }

    private InvariantBroken broken(Invariant invariant, String detail) {
        return world.judge().broken(invariant, detail);
    }

    /** Whether {@code change} was made; false when it was refused in Lambda's words. */
    static boolean made(Runnable change) {
        try {
            change.run();
            return true;
        } catch (FaultException refused) {
            return false;
        }
    }
}
