package dev.hearth.services.counting;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.services.counting.Reservation.Lapsed;
import dev.hearth.services.counting.Reservation.Throttled;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The shell of counting: it keeps the words, the holders and the lock that lets changes of configuration come one at a
 * time.
 */
final class CountingRoom implements Counting {

    private static final Lapsed LAPSED = new Lapsed();
    private static final Throttled[] THROTTLED =
            Arrays.stream(ThrottleReason.values()).map(Throttled::new).toArray(Throttled[]::new);

    private final CountingLimits limits;
    private final Ports ports;
    private final long environmentIntervalNanos;
    private final boolean rated;
    private final Slots account;
    private final Bucket callers;
    private final Throttles throttles = new Throttles();
    private final AtomicLong tokens = new AtomicLong();
    private final Map<String, FunctionCount> functions = new ConcurrentHashMap<>();
    private final Map<String, HolderLife> holders = new ConcurrentHashMap<>();
    private final Object configuring = new Object();

    CountingRoom(CountingLimits limits, Ports ports) {
        this.limits = limits;
        this.ports = ports;
        this.environmentIntervalNanos = limits.scalingWindow().toNanos() / limits.environmentsPerWindow();
        this.rated = limits.requestsPerUnit() > 0 || limits.callerRequestsPerSecond() > 0;
        this.account = new Slots(limits.concurrentExecutions());
        this.callers = new Bucket(ports.time().nanos());
    }

    @Override
    public Holder enter(String name) {
        HolderLife holder = begin(name);
        watch(holder, limits.holderLease());
        return holder;
    }

    @Override
    public Holder enterResident(String name) {
        return begin(name);
    }

    private HolderLife begin(String name) {
        if (holders.size() >= CountingLimits.MAX_HOLDERS) {
            throw new Fault(Fault.Kind.LIMIT_EXCEEDED, "Too many holders of concurrency").asException();
        }
        HolderLife holder = new HolderLife(name, tokens.incrementAndGet(), nextDeadline());
        HolderLife before = holders.put(name, holder);
        if (before != null) {
            before.end();
        }
        return holder;
    }

    private long nextDeadline() {
        return ports.time().nanos() + limits.holderLease().toNanos();
    }

    /** One timer for each leased holder, set anew while heartbeats move the deadline. */
    private void watch(HolderLife holder, Duration delay) {
        holder.timer(ports.timers().after(delay, () -> look(holder)));
    }

    private void look(HolderLife holder) {
        long now = ports.time().nanos();
        long deadline = holder.deadline();
        if (!holder.alive()) {
            return;
        }
        if (CountingDecisions.expired(deadline, now)) {
            leave(holder);
        } else {
            watch(holder, Duration.ofNanos(deadline - now));
        }
    }

    @Override
    public boolean renew(Holder holder) {
        HolderLife life = life(holder);
        if (life.alive()) {
            life.deadline(nextDeadline());
        }
        return life.alive();
    }

    @Override
    public void leave(Holder holder) {
        HolderLife life = life(holder);
        holders.remove(life.name(), life);
        life.end();
    }

    private static HolderLife life(Holder holder) {
        return switch (holder) {
            case HolderLife life -> life;
        };
    }

    @Override
    public Reservation reserve(String functionArn, String qualifier, Holder holder) {
        HolderLife life = life(holder);
        if (!life.alive()) {
            return LAPSED;
        }
        FunctionCount function = function(functionArn);
        ThrottleReason tooFast = rated ? rateExceeded(function) : null;
        if (tooFast != null) {
            return throttled(function, tooFast);
        }
        Slots provisioned = function.takeProvisioned(qualifier);
        if (provisioned == null) {
            ThrottleReason none = function.takeOnDemand();
            if (none != null) {
                return throttled(function, none);
            }
        }
        Ticket ticket = new Ticket(tokens.incrementAndGet(), function, provisioned, life);
        return life.add(ticket) ? ticket : LAPSED;
    }

    @Override
    public Reservation adopt(String functionArn, Holder holder) {
        HolderLife life = life(holder);
        if (!life.alive()) {
            return LAPSED;
        }
        FunctionCount function;
        synchronized (configuring) {
            function = function(functionArn);
            function.putOnDemand(1);
        }
        Ticket ticket = new Ticket(tokens.incrementAndGet(), function, null, life);
        return life.add(ticket) ? ticket : LAPSED;
    }

    @Override
    public boolean release(Granted granted) {
        return switch (granted) {
            case Ticket ticket -> ticket.holder().remove(ticket);
        };
    }

    private @Nullable ThrottleReason rateExceeded(FunctionCount function) {
        long now = ports.time().nanos();
        int ofAccount = limits.callerRequestsPerSecond();
        if (ofAccount > 0 && !callers.admitPerSecond(now, ofAccount)) {
            return ThrottleReason.CALLER_RATE_LIMIT_EXCEEDED;
        }
        // A function without any unit is refused for its concurrency.
        long ofFunction = (long) limits.requestsPerUnit() * function.units();
        boolean within = ofFunction <= 0 || function.requests().admitPerSecond(now, ofFunction);
        return within ? null : CountingDecisions.rateReason(function.source());
    }

    @Override
    public Optional<Throttled> throttleNewEnvironment(String functionArn) {
        FunctionCount function = function(functionArn);
        long now = ports.time().nanos();
        return function.environments().admit(now, environmentIntervalNanos, limits.environmentsPerWindow())
                ? Optional.empty()
                : Optional.of(throttled(function, CountingDecisions.rateReason(function.source())));
    }

    private Throttled throttled(FunctionCount function, ThrottleReason reason) {
        throttles.count(reason);
        function.throttles().count(reason);
        return THROTTLED[reason.ordinal()];
    }

    private FunctionCount function(String functionArn) {
        FunctionCount known = functions.get(functionArn);
        return known != null ? known : newFunction(functionArn);
    }

    private FunctionCount newFunction(String functionArn) {
        if (functions.size() >= CountingLimits.MAX_FUNCTIONS) {
            throw new Fault(Fault.Kind.LIMIT_EXCEEDED, "Too many functions").asException();
        }
        return functions.computeIfAbsent(
                functionArn, arn -> new FunctionCount(arn, account, ports.time().nanos()));
    }

    @Override
    public void putFunctionConcurrency(String functionArn, int reserved) {
        synchronized (configuring) {
            FunctionCount function = function(functionArn);
            int minimum = limits.unreservedMinimum();
            apply(function, AllotmentDecisions.reserve(account.limit(), minimum, function.allotment(), reserved));
        }
    }

    @Override
    public void deleteFunctionConcurrency(String functionArn) {
        synchronized (configuring) {
            FunctionCount function = function(functionArn);
            apply(function, AllotmentDecisions.unreserve(function.allotment()));
        }
    }

    @Override
    public void putProvisionedConcurrency(String functionArn, String qualifier, int requested) {
        synchronized (configuring) {
            FunctionCount function = function(functionArn);
            Allotment before = function.allotment();
            int minimum = limits.unreservedMinimum();
            apply(function, AllotmentDecisions.provision(account.limit(), minimum, before, qualifier, requested));
        }
    }

    @Override
    public void deleteProvisionedConcurrency(String functionArn, String qualifier) {
        synchronized (configuring) {
            FunctionCount function = function(functionArn);
            apply(function, function.allotment().withoutProvisioned(qualifier));
        }
    }

    @Override
    public void provisionedAvailable(String functionArn, String qualifier, int environments) {
        synchronized (configuring) {
            FunctionCount function = functions.get(functionArn);
            if (function != null) {
                function.available(qualifier, environments);
            }
        }
    }

    @Override
    public void forget(String functionArn) {
        synchronized (configuring) {
            FunctionCount function = functions.remove(functionArn);
            if (function != null) {
                apply(function, Allotment.NONE);
            }
        }
    }

    /** Whoever gets less is limited first, so that the limits never add up to more than the account's. */
    private void apply(FunctionCount function, Allotment next) {
        int growth = next.committed() - function.allotment().committed();
        if (growth > 0) {
            account.addLimit(-growth);
        }
        function.configure(next);
        if (growth < 0) {
            account.addLimit(-growth);
        }
    }

    @Override
    public CountingUsage usage() {
        long word = account.word();
        int unreservedInUse = CountingDecisions.inUse(word);
        List<FunctionCount> known = List.copyOf(functions.values());
        int beside = known.stream().mapToInt(FunctionCount::inUseBesideAccount).sum();
        return new CountingUsage(
                limits.concurrentExecutions(),
                CountingDecisions.limit(word),
                unreservedInUse + beside,
                unreservedInUse,
                holders.size(),
                throttles.counts(),
                known.stream().map(FunctionCount::usage).toList());
    }

    @Override
    public FunctionUsage usage(String functionArn) {
        FunctionCount function = functions.get(functionArn);
        return function != null ? function.usage() : new FunctionCount(functionArn, account, 0).usage();
    }
}
