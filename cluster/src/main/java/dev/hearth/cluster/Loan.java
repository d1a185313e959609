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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** A worker for as long as it is lent ({@link Lending}). Afterwards it refuses; closing it gives it back. */
final class Loan implements Worker {

    private final Lending lending;
    private final Worker worker;
    private volatile Listener listener = _ -> {};
    private volatile BiConsumer<String, Boolean> returns = (_, _) -> {};

    Loan(Lending lending, Worker worker) {
        this.lending = lending;
        this.worker = worker;
    }

    @Override
    public void listener(Listener newListener) {
        listener = newListener;
    }

    /** Names who is told when an environment that was delegated is so no longer. */
    void returns(BiConsumer<String, Boolean> told) {
        returns = told;
    }

    void returned(String environmentId, boolean reusable) {
        returns.accept(environmentId, reusable);
    }

    /** What this host's endpoint serves is recalled here like anywhere else; nothing is lent to it. */
    @Override
    public Delegate delegate() {
        return new OwnDelegate(lending.delegations());
    }

    void gone(String environmentId) {
        listener.gone(environmentId);
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        if (!lending.isCurrent(this) || lending.isDraining()) {
            return CompletableFuture.completedStage(Lending.refusal());
        }
        Optional<String> kept = lending.take(spec, this);
        if (kept.isPresent()) {
            return CompletableFuture.completedStage(new EnvironmentStart.Started(kept.get(), true));
        }
        lending.makeRoomFor(spec);
        return worker.start(spec).thenApply(start -> lending.started(spec, start, this));
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        if (!lending.begin(environmentId, this)) {
            return CompletableFuture.completedStage(new InvocationResult.NotDelivered());
        }
        return worker.invoke(environmentId, invocation).thenApply(result -> {
            lending.ended(environmentId, result);
            return result;
        });
    }

    @Override
    public void destroy(String environmentId) {
        if (lending.owns(environmentId, this)) {
            worker.destroy(environmentId);
        }
    }

    @Override
    public CompletionStage<SnapshotResult> snapshot(EnvironmentSpec spec) {
        return worker.snapshot(spec);
    }

    @Override
    public List<Leftover> leftovers() {
        return lending.leftovers();
    }

    @Override
    public List<EnvironmentReport> report() {
        Set<String> orphans = lending.idleOrphans();
        return worker.report().stream()
                .filter(each -> !orphans.contains(each.environmentId()))
                .toList();
    }

    /** Without what is kept for whoever asks for it, which makes room when it is needed. */
    @Override
    public HostReport host() {
        HostReport host = worker.host();
        Set<String> orphans = lending.idleOrphans();
        if (orphans.isEmpty() && !lending.isDraining()) {
            return host;
        }
        return new HostReport(
                host.hostId(),
                host.sequence(),
                host.draining() || lending.isDraining(),
                host.memoryMb(),
                host.cpuMillis(),
                host.memoryFreeMb(),
                host.environments().stream()
                        .filter(each -> !orphans.contains(each.environmentId()))
                        .toList(),
                host.code());
    }

    @Override
    public void close() {
        lending.end(this);
    }
}
