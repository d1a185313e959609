package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.assignment.AssignmentOutcome.Refused;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementOutcome;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of assignment: performs what {@link Pools} says.
 *
 * <p>One lock guards the pools; callers, workers and timers are called outside it. Wishes are granted by one thread at
 * a time, whichever comes: another that finds it at work leaves it a note to look again. Wishes that no host takes now
 * stay, and are looked at again when a start is over, an environment goes or becomes idle, or a host joins.
 */
final class PooledAssignment implements Assignment {

    private static final Logger LOG = LoggerFactory.getLogger(PooledAssignment.class);
    private static final String UNPUBLISHED = "$LATEST";

    private final Placement placement;
    private final ScalingControl scaling;
    private final Ports ports;
    private final Object lock = new Object();
    private final Pools pools;
    private final Chore sweeping;
    private final Chore watching;
    private boolean granting;
    private boolean lookAgain;

    /** Destroyed to make room, and not gone yet. */
    private @Nullable PooledEnvironment leaving;

    PooledAssignment(AssignmentLimits limits, Placement placement, ScalingControl scaling, Ports ports) {
        this.placement = placement;
        this.scaling = scaling;
        this.ports = ports;
        this.pools = new Pools(limits);
        this.sweeping = new Chore(ports.timers(), AssignmentLimits.SWEEP, this::sweep);
        this.watching = new Chore(ports.timers(), AssignmentLimits.WAIT_LOOK, this::watch);
    }

    @Override
    public void join(Worker worker) {
        worker.listener(this::gone);
        placement.join(worker);
        grantWishes();
    }

    @Override
    public void leave(String hostId) {
        placement.leave(hostId);
        change((now, out) -> {
            pools.leave(hostId, now, out);
            if (leaving != null && leaving.hostId().equals(hostId)) {
                leaving = null;
            }
        });
        grantWishes();
    }

    @Override
    public void acquire(EnvironmentSpec spec, String provisionedFor, Caller caller) {
        long thread = Thread.currentThread().threadId();
        PoolKey key = PoolKey.onDemand(spec);
        PooledEnvironment environment;
        synchronized (lock) {
            environment =
                    provisionedFor.isEmpty() ? null : pools.take(PoolKey.provisioned(spec, provisionedFor), thread);
            if (environment == null) {
                environment = pools.take(key, thread);
            }
        }
        if (environment != null) {
            caller.assigned(environment);
        } else {
            await(key, spec, caller);
        }
    }

    @Override
    public Optional<AssignmentOutcome.Assigned> takeIdle(EnvironmentSpec spec, String hostId) {
        synchronized (lock) {
            return Optional.ofNullable(pools.takeOn(hostId, PoolKey.onDemand(spec)));
        }
    }

    private void await(PoolKey key, EnvironmentSpec spec, Caller caller) {
        Fault refusal;
        PooledEnvironment environment = null;
        synchronized (lock) {
            refusal = pools.refusal(key, now());
            if (refusal == null) {
                // One may have become idle since it was looked for.
                environment = pools.take(key, 0);
            }
            if (refusal == null && environment == null && pools.needsStart(key)) {
                refusal = scaling.throttleNewEnvironment(key.functionArn()).orElse(null);
            }
            if (refusal == null && environment == null) {
                pools.await(key, spec, caller, now());
            }
        }
        if (environment != null) {
            caller.assigned(environment);
        } else if (refusal != null) {
            caller.assigned(new Refused(refusal));
        } else {
            scaling.waits(key.functionArn());
            watching.soon();
            grantWishes();
        }
    }

    @Override
    public void release(AssignmentOutcome.Assigned assigned, boolean reusable) {
        PooledEnvironment environment = (PooledEnvironment) assigned;
        long thread = Thread.currentThread().threadId();
        long now = now();
        boolean rests;
        boolean wishes;
        synchronized (lock) {
            rests = pools.rests(environment, reusable, thread, now);
            wishes = pools.hasWishes();
        }
        if (!rests) {
            change((at, out) -> pools.released(environment, reusable, at, out));
        }
        sweeping.soon();
        if (wishes || !rests) {
            grantWishes();
        }
    }

    @Override
    public void retire(String functionArn) {
        retire(functionArn, UNPUBLISHED);
    }

    @Override
    public void retireAll(String functionArn) {
        retire(functionArn, null);
    }

    private void retire(String functionArn, @Nullable String version) {
        change((now, out) -> pools.retire(
                pools.of(functionArn).stream()
                        .filter(pool -> version == null || pool.key().version().equals(version))
                        .toList(),
                now,
                out));
        grantWishes();
    }

    @Override
    public void provision(EnvironmentSpec spec, String qualifier, int count) {
        EnvironmentSpec ahead = spec.provisioned();
        change((now, out) -> pools.provision(PoolKey.provisioned(ahead, qualifier), ahead, count, now, out));
        sweeping.soon();
        grantWishes();
    }

    @Override
    public void unprovision(String functionArn, String qualifier) {
        change((now, out) -> pools.retire(
                pools.of(functionArn).stream()
                        .filter(pool -> pool.key().provisionedFor().equals(qualifier))
                        .toList(),
                now,
                out));
        grantWishes();
    }

    @Override
    public Optional<ProvisionedStatus> provisioned(String functionArn, String qualifier) {
        synchronized (lock) {
            return Optional.ofNullable(pools.provisionedFor(functionArn, qualifier))
                    .map(EnvironmentPool::status);
        }
    }

    @Override
    public Map<String, Integer> environments() {
        synchronized (lock) {
            return pools.counts();
        }
    }

    /** A worker's news of an environment's end. */
    private void gone(String environmentId) {
        change((now, out) -> {
            pools.gone(environmentId, now, out);
            if (leaving != null && leaving.environmentId().equals(environmentId)) {
                leaving = null;
            }
        });
        grantWishes();
    }

    /** Grants as many wishes as hosts take now. */
    private void grantWishes() {
        synchronized (lock) {
            lookAgain = true;
            if (granting) {
                return;
            }
            granting = true;
        }
        boolean more = true;
        try {
            while (more) {
                more = grantNext();
            }
        } finally {
            if (more) {
                // A bug: the next event tries again.
                synchronized (lock) {
                    granting = false;
                }
            }
        }
    }

    /** False when there is nothing more to do now, and another thread may come. */
    private boolean grantNext() {
        EnvironmentPool pool;
        synchronized (lock) {
            pool = pools.nextWish(now());
            if (pool == null) {
                granting = false;
                lookAgain = false;
                return false;
            }
            lookAgain = false;
        }
        return switch (placement.place(pool.spec(), Set.of())) {
            case Placement.Place.Host host -> {
                start(pool, host);
                yield true;
            }
            case Placement.Place.Nowhere nowhere -> nowhere(pool, nowhere.reason());
        };
    }

    private boolean nowhere(EnvironmentPool pool, PlacementOutcome.Reason reason) {
        return switch (reason) {
            case STARTING -> pause();
            case FULL -> {
                makeRoom();
                yield pause();
            }
            case NO_HOST, TOO_LARGE -> {
                backOff(drop(pool, Refusals.nowhere(reason)));
                yield true;
            }
        };
    }

    /** One at a time: room for one wish is asked for, and the wishes are looked at again when it is there. */
    private void makeRoom() {
        change((now, out) -> {
            if (leaving == null) {
                leaving = pools.evict(now, out);
            }
        });
    }

    private long drop(EnvironmentPool pool, Fault fault) {
        List<PoolAction> out = new ArrayList<>();
        long backOff;
        synchronized (lock) {
            backOff = pools.drop(pool, fault, now(), out);
        }
        perform(out);
        return backOff;
    }

    /** The wishes stay; true when something happened meanwhile, so that they are worth another look. */
    private boolean pause() {
        synchronized (lock) {
            granting = lookAgain;
            return granting;
        }
    }

    private void start(EnvironmentPool pool, Placement.Place.Host host) {
        PooledEnvironment environment;
        long begun = now();
        synchronized (lock) {
            environment = pools.begin(pool, host, begun);
        }
        host.worker()
                .start(environment.spec())
                .whenComplete((start, bug) -> settled(environment, start, bug, now() - begun));
    }

    private void settled(
            PooledEnvironment environment, @Nullable EnvironmentStart start, @Nullable Throwable bug, long tookNanos) {
        switch (start) {
            case EnvironmentStart.Started started -> {
                placement.started(environment.host(), environment.spec(), Duration.ofNanos(tookNanos), null);
                change((now, out) ->
                        backOff(pools.started(environment, started.environmentId(), started.healthy(), now, out)));
            }
            case EnvironmentStart.Refused refused -> refused(environment, tookNanos, refused.fault());
            case null -> {
                LOG.error("the start of {} failed inside Hearth", environment, bug);
                refused(environment, tookNanos, new Fault(Fault.Kind.INTERNAL, "An internal error occurred."));
            }
        }
        sweeping.soon();
        grantWishes();
    }

    private void refused(PooledEnvironment environment, long tookNanos, Fault fault) {
        placement.started(environment.host(), environment.spec(), Duration.ofNanos(tookNanos), fault);
        change((now, out) -> backOff(pools.refused(environment, fault, now, out)));
    }

    /** Looks at the wishes again when a pool has backed off for long enough. */
    private void backOff(long nanos) {
        if (nanos > 0) {
            ports.timers().after(Duration.ofNanos(nanos), this::grantWishes);
        }
    }

    /** A change of the pools. */
    @FunctionalInterface
    private interface Change {
        void make(long now, List<PoolAction> out);
    }

    private void change(Change change) {
        List<PoolAction> out = new ArrayList<>();
        synchronized (lock) {
            change.make(now(), out);
            tellAvailable(out);
        }
        perform(out);
    }

    /** Under the lock, so that the last told is the last that was true. */
    private void tellAvailable(List<PoolAction> actions) {
        for (PoolAction action : actions) {
            if (action instanceof PoolAction.Available(PoolKey key, int environments)) {
                scaling.provisionedAvailable(key.functionArn(), key.provisionedFor(), environments);
            }
        }
    }

    private void perform(List<PoolAction> actions) {
        for (PoolAction action : actions) {
            switch (action) {
                case PoolAction.Tell(Caller caller, AssignmentOutcome outcome) -> caller.assigned(outcome);
                case PoolAction.Destroy(PooledEnvironment environment) ->
                    environment.worker().destroy(environment.environmentId());
                case PoolAction.Available _ -> {}
                case PoolAction.Ended(PooledEnvironment environment) ->
                    placement.ended(environment.host(), environment.spec());
            }
        }
    }

    private void sweep() {
        boolean[] more = {false};
        change((now, out) -> {
            pools.sweep(now, out);
            more[0] = !pools.isEmpty();
        });
        if (more[0]) {
            sweeping.soon();
        }
        grantWishes();
    }

    private void watch() {
        boolean[] more = {false};
        change((now, out) -> more[0] = pools.giveUp(now, out));
        if (more[0]) {
            watching.soon();
            grantWishes();
        }
    }

    private long now() {
        return ports.time().nanos();
    }
}
