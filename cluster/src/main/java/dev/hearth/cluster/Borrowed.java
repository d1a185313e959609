package dev.hearth.cluster;

import dev.hearth.services.worker.Delegate;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Leftover;
import dev.hearth.services.worker.SnapshotResult;
import dev.hearth.services.worker.Worker;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A loan to the host's own self; its end is told. */
record Borrowed(Loan loan, Runnable back) implements Worker {

    @Override
    public void listener(Listener listener) {
        loan.listener(listener);
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        return loan.start(spec);
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        return loan.invoke(environmentId, invocation);
    }

    @Override
    public void destroy(String environmentId) {
        loan.destroy(environmentId);
    }

    @Override
    public CompletionStage<SnapshotResult> snapshot(EnvironmentSpec spec) {
        return loan.snapshot(spec);
    }

    @Override
    public Delegate delegate() {
        return loan.delegate();
    }

    @Override
    public List<Leftover> leftovers() {
        return loan.leftovers();
    }

    @Override
    public List<EnvironmentReport> report() {
        return loan.report();
    }

    @Override
    public HostReport host() {
        return loan.host();
    }

    @Override
    public void close() {
        loan.close();
        back.run();
    }
}
