package dev.hearth.cluster;

import dev.hearth.core.InvocationTimes;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Starts at once, and answers when it is told to. */
class FakeWorker implements Worker {
    private final Map<String, CompletableFuture<InvocationResult>> running = new HashMap<>();
    final List<String> alive = new ArrayList<>();
    private Listener listener = _ -> {};
    private int started;

    @Override
    public void listener(Listener told) {
        listener = told;
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        String id = "e" + ++started;
        alive.add(id);
        return CompletableFuture.completedStage(new EnvironmentStart.Started(id, true));
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        return running.computeIfAbsent(environmentId, _ -> new CompletableFuture<>());
    }

    void answer(String environmentId, boolean reusable) {
        running.remove(environmentId)
                .complete(new InvocationResult.Answered(ByteBuffer.allocate(0), "", reusable, new byte[0]));
    }

    @Override
    public void destroy(String environmentId) {
        if (alive.remove(environmentId)) {
            listener.gone(environmentId);
        }
    }

    @Override
    public List<EnvironmentReport> report() {
        return alive.stream()
                .map(id -> new EnvironmentReport(id, "arn:f", "1", "idle", 128, "d"))
                .toList();
    }

    @Override
    public HostReport host() {
        return new HostReport("h", 1, false, 8_192, 2_000, 8_192, report(), Set.of());
    }

    @Override
    public void close() {}

    static EnvironmentSpec spec(String name) {
        return new EnvironmentSpec(
                "arn:" + name,
                name,
                "1",
                "r1",
                "python3.11",
                "app.handler",
                Duration.ofSeconds(3),
                128,
                512,
                Map.of(),
                "digest",
                "/aws/lambda/" + name);
    }

    static Invocation invocation() {
        return new Invocation(
                "id", ByteBuffer.allocate(0), "arn:f", null, null, false, null, null, new InvocationTimes());
    }
}
