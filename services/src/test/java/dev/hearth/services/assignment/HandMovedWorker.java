package dev.hearth.services.assignment;

import dev.hearth.services.worker.Delegate;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Worker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A worker that does what the test completes. */
public final class HandMovedWorker implements Worker {
    private @Nullable Delegate delegate;

    private final String hostId;
    private final int memoryMb;
    private final List<EnvironmentSpec> specs = new ArrayList<>();
    private final List<CompletableFuture<EnvironmentStart>> starts = new ArrayList<>();
    private final List<CompletableFuture<InvocationResult>> results = new ArrayList<>();
    private final List<String> invoked = new ArrayList<>();
    private final List<String> destroyed = new ArrayList<>();
    private Listener listener = _ -> {};
    private long reports;

    /** The host's endpoint, from now on. */
    public void delegate(Delegate endpoint) {
        delegate = endpoint;
    }

    @Override
    public @Nullable Delegate delegate() {
        return delegate;
    }

    public HandMovedWorker(String hostId) {
        this(hostId, 1 << 20);
    }

    public HandMovedWorker(String hostId, int memoryMb) {
        this.hostId = hostId;
        this.memoryMb = memoryMb;
    }

    public List<EnvironmentSpec> specs() {
        return specs;
    }

    public List<CompletableFuture<EnvironmentStart>> starts() {
        return starts;
    }

    public List<CompletableFuture<InvocationResult>> results() {
        return results;
    }

    public List<String> invoked() {
        return invoked;
    }

    public List<String> destroyed() {
        return destroyed;
    }

    public void gone(String environmentId) {
        listener.gone(environmentId);
    }

    void ready(int start, String environmentId) {
        starts.get(start).complete(new EnvironmentStart.Started(environmentId, true));
    }

    public void answer(int call, String payload, boolean reusable) {
        ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
        results.get(call).complete(new InvocationResult.Answered(bytes, "", reusable, new byte[0]));
    }

    @Override
    public void listener(Listener news) {
        this.listener = news;
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        specs.add(spec);
        starts.add(new CompletableFuture<>());
        return starts.getLast();
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        invoked.add(environmentId);
        results.add(new CompletableFuture<>());
        return results.getLast();
    }

    @Override
    public void destroy(String environmentId) {
        destroyed.add(environmentId);
        listener.gone(environmentId);
    }

    @Override
    public List<EnvironmentReport> report() {
        return List.of();
    }

    @Override
    public HostReport host() {
        reports++;
        return new HostReport(hostId, reports, false, memoryMb, 1_000_000, memoryMb, List.of(), Set.of());
    }

    @Override
    public void close() {}
}
