package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Assignment with one pool of environments per revision: performs what {@link Pools} says. */
final class PooledAssignment implements Assignment {

    /** How often idle environments are looked over for their age. */
    static final Duration SWEEP = Duration.ofMinutes(1);

    private final Worker worker;
    private final Ports ports;
    private final Object lock = new Object();
    private final Pools<CompletableFuture<EnvironmentStart>> pools = new Pools<>(Pools.MAX_ENVIRONMENTS);
    private boolean sweeping;

    PooledAssignment(Worker worker, Ports ports) {
        this.worker = worker;
        this.ports = ports;
    }

    @Override
    public CompletionStage<EnvironmentStart> acquire(EnvironmentSpec spec) {
        Pools.Key key = Pools.Key.of(spec);
        CompletableFuture<EnvironmentStart> caller = new CompletableFuture<>();
        Pools.Grant grant;
        synchronized (lock) {
            grant = pools.acquire(key, caller);
        }
        switch (grant) {
            case Pools.Grant.Idle idle -> caller.complete(new EnvironmentStart.Started(idle.environmentId(), true));
            case Pools.Grant.Wait _ -> {}
            case Pools.Grant.Full _ -> caller.complete(new EnvironmentStart.Refused(tooMany()));
            case Pools.Grant.Start start -> {
                destroy(start.evicted());
                start(key, spec);
            }
        }
        return caller;
    }

    private static Fault tooMany() {
        return new Fault(Fault.Kind.THROTTLED, "Rate Exceeded.", "ConcurrentInvocationLimitExceeded");
    }

    private void start(Pools.Key key, EnvironmentSpec spec) {
        worker.start(spec).thenAccept(start -> {
            switch (start) {
                case EnvironmentStart.Started s -> started(key, s);
                case EnvironmentStart.Refused r -> refused(key, r);
            }
        });
    }

    private void started(Pools.Key key, EnvironmentStart.Started start) {
        Pools.Placed<CompletableFuture<EnvironmentStart>> placed;
        synchronized (lock) {
            placed = pools.started(key, start.environmentId(), start.healthy(), now());
        }
        place(start, placed);
    }

    private void refused(Pools.Key key, EnvironmentStart.Refused refused) {
        CompletableFuture<EnvironmentStart> caller;
        synchronized (lock) {
            caller = pools.refused(key);
        }
        if (caller != null) {
            caller.complete(refused);
        }
    }

    @Override
    public void release(EnvironmentSpec spec, String environmentId, boolean reusable) {
        Pools.Placed<CompletableFuture<EnvironmentStart>> placed;
        synchronized (lock) {
            placed = pools.released(environmentId, reusable, now());
        }
        place(new EnvironmentStart.Started(environmentId, true), placed);
    }

    private void place(EnvironmentStart.Started environment, Pools.Placed<CompletableFuture<EnvironmentStart>> placed) {
        if (placed.caller() != null) {
            placed.caller().complete(environment);
        } else if (placed.destroyed()) {
            worker.destroy(environment.environmentId());
        } else {
            sweepLater();
        }
    }

    @Override
    public void retire(String functionArn) {
        List<String> destroyed;
        synchronized (lock) {
            destroyed = pools.retire(functionArn);
        }
        destroyed.forEach(worker::destroy);
    }

    /** The worker's news of an environment's end. */
    void gone(String environmentId) {
        synchronized (lock) {
            pools.gone(environmentId);
        }
    }

    private void sweepLater() {
        synchronized (lock) {
            if (sweeping) {
                return;
            }
            sweeping = true;
        }
        ports.timers().after(SWEEP, this::sweep);
    }

    private void sweep() {
        List<String> destroyed;
        boolean more;
        synchronized (lock) {
            destroyed = pools.sweep(now());
            sweeping = false;
            more = pools.size() > 0;
        }
        destroyed.forEach(worker::destroy);
        if (more) {
            sweepLater();
        }
    }

    private void destroy(@Nullable String environmentId) {
        if (environmentId != null) {
            worker.destroy(environmentId);
        }
    }

    private long now() {
        return ports.time().nanos();
    }
}
