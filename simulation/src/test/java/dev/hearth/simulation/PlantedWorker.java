package dev.hearth.simulation;

import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Worker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A worker with a bug. */
final class PlantedWorker implements Worker {

    /** What it does wrong, now and then. */
    enum Bug {
        DELIVERS_TWICE,
        LOSES_AN_ANSWER,
        KEEPS_WHAT_IS_DESTROYED
    }

    private static final int NOW_AND_THEN = 100;

    private final Worker real;
    private final Bug bug;
    private int calls;

    PlantedWorker(Worker real, Bug bug) {
        this.real = real;
        this.bug = bug;
    }

    private boolean now(Bug which) {
        return bug == which && ++calls % NOW_AND_THEN == 0;
    }

    @Override
    public void listener(Listener listener) {
        real.listener(listener);
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        return real.start(spec);
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        CompletionStage<InvocationResult> result = real.invoke(environmentId, invocation);
        if (now(Bug.DELIVERS_TWICE)) {
            real.invoke(environmentId, invocation);
        }
        return now(Bug.LOSES_AN_ANSWER) ? new CompletableFuture<>() : result;
    }

    @Override
    public void destroy(String environmentId) {
        if (bug != Bug.KEEPS_WHAT_IS_DESTROYED) {
            real.destroy(environmentId);
        }
    }

    @Override
    public List<EnvironmentReport> report() {
        return real.report();
    }

    @Override
    public HostReport host() {
        return real.host();
    }

    @Override
    public void close() {
        real.close();
    }
}
