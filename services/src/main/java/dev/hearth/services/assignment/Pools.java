package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import dev.hearth.services.assignment.AssignmentOutcome.Refused;
import dev.hearth.services.assignment.PooledEnvironment.State;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.worker.EnvironmentSpec;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who has which environment: the facts of assignment and the rules over them ({@link PooledEnvironment} has the table),
 * without clock, thread or lock of their own. The caller serialises, and does what the actions say.
 *
 * <p>A <em>wish</em> is an environment that has no host yet. Wishes are as many as callers wait without an environment
 * on its way, and as provisioned environments are missing; callers' come first. A wish whose pool backs off after a
 * failed start is passed over until that time is up.
 */
final class Pools {

    private static final Fault DIED_YOUNG =
            new Fault(Fault.Kind.UNAVAILABLE, "The execution environment ended before it took an invocation.");

    private final AssignmentLimits limits;
    private final Map<PoolKey, EnvironmentPool> pools = new HashMap<>();
    private final Map<String, PooledEnvironment> known = new HashMap<>();
    private final Wishes wishes = new Wishes();
    private final SequencedSet<String> earlyEnds = new LinkedHashSet<>();

    Pools(AssignmentLimits limits) {
        this.limits = limits;
    }

    /** An idle environment of {@code key}, now busy; null for none. */
    @Nullable
    PooledEnvironment take(PoolKey key, long threadId) {
        EnvironmentPool pool = pools.get(key);
        return pool == null ? null : pool.take(threadId);
    }

    /** An idle environment of {@code key} on one host, now busy; null for none. */
    @Nullable
    PooledEnvironment takeOn(String hostId, PoolKey key) {
        EnvironmentPool pool = pools.get(key);
        return pool == null ? null : pool.takeOn(hostId);
    }

    /** Why no caller may wait for {@code key} now: it keeps failing, or there is a crowd; null when one may. */
    @Nullable
    Fault refusal(PoolKey key, long now) {
        EnvironmentPool pool = pools.get(key);
        if (pool == null) {
            return null;
        }
        if (pool.waiting() >= AssignmentLimits.WAITING_PER_POOL) {
            return new Fault(Fault.Kind.UNAVAILABLE, "Too many invocations wait for an execution environment.");
        }
        return pool.isHopeless() && pool.backsOff(now) ? pool.lastFault() : null;
    }

    /** Whether one more caller of {@code key} needs one more environment to be started. */
    boolean needsStart(PoolKey key) {
        EnvironmentPool pool = pools.get(key);
        return pool == null || pool.isShort();
    }

    /** {@code caller} waits from now on, and an environment is wished if none is on its way for it. */
    void await(PoolKey key, EnvironmentSpec spec, Assignment.Caller caller, long now) {
        EnvironmentPool pool = pools.computeIfAbsent(key, k -> new EnvironmentPool(k, spec));
        pool.await(caller, now);
        wishes.fill(pool);
    }

    boolean hasWishes() {
        return !wishes.isEmpty();
    }

    /** The pool whose wish is to be granted next; it is not a wish any more after {@link #begin} or {@link #drop}. */
    @Nullable
    EnvironmentPool nextWish(long now) {
        return wishes.first(now, pool -> tidy(pool, now));
    }

    /** A wish has a host. */
    PooledEnvironment begin(EnvironmentPool pool, Placement.Place.Host host, long now) {
        wishes.remove(pool);
        PooledEnvironment environment = new PooledEnvironment(pool, pool.spec(), host, now);
        pool.begin(environment);
        return environment;
    }

    /** A wish cannot be granted; answers for how long its pool backs off, nanoseconds. */
    long drop(EnvironmentPool pool, Fault fault, long now, List<PoolAction> out) {
        wishes.remove(pool);
        pool.wish(-1);
        return failed(pool, fault, now, out);
    }

    private long failed(EnvironmentPool pool, Fault fault, long now, List<PoolAction> out) {
        long backOff = pool.failed(fault, limits, now);
        if (pool.isHopeless()) {
            tellAll(pool, fault, out);
        } else {
            tellNext(pool, new Refused(fault), out);
        }
        wishes.fill(pool);
        return backOff;
    }

    private static void tellAll(EnvironmentPool pool, Fault fault, List<PoolAction> out) {
        while (pool.hasWaiting()) {
            tellNext(pool, new Refused(fault), out);
        }
    }

    private static void tellNext(EnvironmentPool pool, AssignmentOutcome outcome, List<PoolAction> out) {
        Assignment.Caller caller = pool.next();
        if (caller != null) {
            out.add(new PoolAction.Tell(caller, outcome));
        }
    }

    /** An environment is ready; answers for how long its pool backs off when that is no use, nanoseconds. */
    long started(PooledEnvironment environment, String id, boolean healthy, long now, List<PoolAction> out) {
        environment.named(id);
        EnvironmentPool pool = environment.pool();
        if (environment.state() == State.ENDED) {
            out.add(new PoolAction.Destroy(environment));
            return 0;
        }
        pool.begun();
        if (earlyEnds.remove(id)) {
            out.add(new PoolAction.Ended(environment));
            return diedYoung(environment, now, out);
        }
        known.put(id, environment);
        boolean outdated = environment.state() == State.OUTDATED;
        Assignment.Caller caller = pool.next();
        if (caller != null) {
            environment.become(outdated ? State.RETIRING : State.BUSY);
            pool.succeeded();
            out.add(new PoolAction.Tell(caller, environment));
        } else if (healthy && !outdated && pool.hasPlace()) {
            pool.succeeded();
            environment.idleSince(now, 0);
            pool.rest(environment);
        } else {
            end(environment, true, now, out);
            if (!healthy && pool.isProvisioned()) {
                Fault fault = new Fault(Fault.Kind.NOT_READY, "The function's initialization failed.");
                return failed(pool, fault, now, out);
            }
        }
        changed(pool, out);
        return 0;
    }

    /** Its callers wait on for another, which is not started at once, unless this happens again and again. */
    private long diedYoung(PooledEnvironment environment, long now, List<PoolAction> out) {
        EnvironmentPool pool = environment.pool();
        long backOff = pool.failed(DIED_YOUNG, limits, now);
        end(environment, false, now, out);
        if (pool.isHopeless()) {
            tellAll(pool, DIED_YOUNG, out);
        }
        changed(pool, out);
        return backOff;
    }

    /** An environment could not be started; answers for how long its pool backs off, nanoseconds. */
    long refused(PooledEnvironment environment, Fault fault, long now, List<PoolAction> out) {
        if (environment.state() == State.ENDED) {
            return 0;
        }
        EnvironmentPool pool = environment.pool();
        pool.begun();
        pool.forget(environment);
        environment.become(State.ENDED);
        return failed(pool, fault, now, out);
    }

    /** The usual case of {@link #released}: nobody waits and it is pooled. False, and without effect, in any other. */
    boolean rests(PooledEnvironment environment, boolean reusable, long threadId, long now) {
        EnvironmentPool pool = environment.pool();
        boolean rests = reusable
                && environment.state() == State.BUSY
                && !pool.hasWaiting()
                && pool.hasPlace()
                && !environment.olderThan(limits.maximumAge().toNanos(), now);
        if (rests) {
            environment.idleSince(now, threadId);
            pool.rest(environment);
        }
        return rests;
    }

    /** Whoever had an environment gives it back. */
    void released(PooledEnvironment environment, boolean reusable, long now, List<PoolAction> out) {
        EnvironmentPool pool = environment.pool();
        switch (environment.state()) {
            case BUSY -> {
                boolean usable =
                        reusable && !environment.olderThan(limits.maximumAge().toNanos(), now);
                Assignment.Caller caller = usable && pool.hasWaiting() ? pool.next() : null;
                if (caller != null) {
                    out.add(new PoolAction.Tell(caller, environment));
                } else {
                    end(environment, true, now, out);
                    changed(pool, out);
                }
            }
            case RETIRING -> end(environment, true, now, out);
            case ENDED -> {}
            case STARTING, OUTDATED, IDLE ->
                throw new IllegalStateException(environment + " was given back by nobody who had it");
        }
    }

    /** The worker says that an environment can serve no more. */
    void gone(String environmentId, long now, List<PoolAction> out) {
        PooledEnvironment environment = known.remove(environmentId);
        if (environment == null) {
            if (earlyEnds.size() >= AssignmentLimits.EARLY_ENDS) {
                earlyEnds.removeFirst();
            }
            earlyEnds.add(environmentId);
            return;
        }
        out.add(new PoolAction.Ended(environment));
        if (environment.state() != State.ENDED) {
            end(environment, false, now, out);
            changed(environment.pool(), out);
        }
    }

    private void end(PooledEnvironment environment, boolean destroy, long now, List<PoolAction> out) {
        EnvironmentPool pool = environment.pool();
        pool.forget(environment);
        environment.become(State.ENDED);
        if (destroy) {
            out.add(new PoolAction.Destroy(environment));
        }
        wishes.fill(pool);
        tidy(pool, now);
    }

    private static void changed(EnvironmentPool pool, List<PoolAction> out) {
        if (pool.isProvisioned()) {
            out.add(new PoolAction.Available(pool.key(), pool.ready()));
        }
    }

    /** The on-demand environment that was idle longest is destroyed to make room; null for none. */
    @Nullable
    PooledEnvironment evict(long now, List<PoolAction> out) {
        PooledEnvironment oldest = null;
        for (EnvironmentPool pool : pools.values()) {
            PooledEnvironment candidate = pool.isProvisioned() ? null : pool.oldest();
            if (candidate != null && (oldest == null || candidate.idleSinceNanos() - oldest.idleSinceNanos() < 0)) {
                oldest = candidate;
            }
        }
        if (oldest != null) {
            end(oldest, true, now, out);
        }
        return oldest;
    }

    /** The environments of these pools serve no new caller. */
    void retire(Collection<EnvironmentPool> outdated, long now, List<PoolAction> out) {
        for (EnvironmentPool pool : outdated) {
            pool.provisioned(0);
            for (PooledEnvironment environment : List.copyOf(pool.all())) {
                switch (environment.state()) {
                    case STARTING -> environment.become(State.OUTDATED);
                    case IDLE -> end(environment, true, now, out);
                    case BUSY -> environment.become(State.RETIRING);
                    case OUTDATED, RETIRING, ENDED -> {}
                }
            }
            tidy(pool, now);
        }
    }

    List<EnvironmentPool> of(String functionArn) {
        return pools.values().stream()
                .filter(pool -> pool.key().functionArn().equals(functionArn))
                .toList();
    }

    /** Keeps {@code count} environments of {@code spec} for a version or alias. */
    void provision(PoolKey key, EnvironmentSpec spec, int count, long now, List<PoolAction> out) {
        List<EnvironmentPool> others = of(key.functionArn()).stream()
                .filter(pool -> pool.key().provisionedFor().equals(key.provisionedFor())
                        && !pool.key().equals(key))
                .toList();
        retire(others, now, out);
        EnvironmentPool pool = pools.get(key);
        if (pool == null) {
            pool = new EnvironmentPool(key, spec);
            pools.put(key, pool);
        }
        pool.provisioned(count);
        while (pool.ready() > count && pool.oldest() != null) {
            end(pool.idle().getFirst(), true, now, out);
        }
        wishes.fill(pool);
        changed(pool, out);
    }

    @Nullable
    EnvironmentPool provisionedFor(String functionArn, String qualifier) {
        return of(functionArn).stream()
                .filter(pool ->
                        pool.provisioned() > 0 && pool.key().provisionedFor().equals(qualifier))
                .findFirst()
                .orElse(null);
    }

    /** A host is lost with all that was on it, or was about to be. */
    void leave(String hostId, long now, List<PoolAction> out) {
        for (EnvironmentPool pool : List.copyOf(pools.values())) {
            for (PooledEnvironment environment : List.copyOf(pool.all())) {
                if (environment.hostId().equals(hostId)) {
                    known.remove(environment.environmentId());
                    if (isStarting(environment)) {
                        pool.begun();
                    }
                    end(environment, false, now, out);
                }
            }
            changed(pool, out);
        }
    }

    private static boolean isStarting(PooledEnvironment environment) {
        return switch (environment.state()) {
            case STARTING, OUTDATED -> true;
            case IDLE, BUSY, RETIRING, ENDED -> false;
        };
    }

    /** Destroys the environments that are too old or were idle for too long. */
    void sweep(long now, List<PoolAction> out) {
        for (EnvironmentPool pool : List.copyOf(pools.values())) {
            for (PooledEnvironment environment : pool.aged(limits, now)) {
                end(environment, true, now, out);
                changed(pool, out);
            }
            tidy(pool, now);
        }
    }

    /** Refuses the callers that wait for too long. Answers whether others wait. */
    boolean giveUp(long now, List<PoolAction> out) {
        long until = now - limits.callerWait().toNanos();
        boolean some = false;
        for (EnvironmentPool pool : List.copyOf(pools.values())) {
            Fault fault = pool.lastFault();
            Refused refused = new Refused(
                    fault != null
                            ? fault
                            : new Fault(Fault.Kind.UNAVAILABLE, "No execution environment became free in time."));
            for (Assignment.Caller caller = pool.next(until); caller != null; caller = pool.next(until)) {
                out.add(new PoolAction.Tell(caller, refused));
            }
            some |= pool.hasWaiting();
        }
        return some;
    }

    boolean isEmpty() {
        return pools.isEmpty();
    }

    Map<String, Integer> counts() {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (EnvironmentPool pool : pools.values()) {
            pool.all().forEach(environment -> counts.merge(environment.state(), 1, Integer::sum));
        }
        Map<String, Integer> named = new HashMap<>();
        for (State state : State.values()) {
            named.put(state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0));
        }
        return named;
    }

    private void tidy(EnvironmentPool pool, long now) {
        if (pool.isDone(now)) {
            pools.remove(pool.key(), pool);
        }
    }
}
