package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.InvocationTimes;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A worker that goes from one borrower to the next, with what runs there. */
class LendingTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
    private final FakeWorker worker = new FakeWorker();
    private final Lending lending = new Lending(worker, true, ports.ports());

    /** Starts at once, and answers when it is told to. */
    private static final class FakeWorker implements Worker {
        private final Map<String, CompletableFuture<InvocationResult>> running = new HashMap<>();
        private final List<String> alive = new ArrayList<>();
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
    }

    private static EnvironmentSpec spec(String name) {
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

    private static Invocation invocation() {
        return new Invocation(
                "id", ByteBuffer.allocate(0), "arn:f", null, null, false, null, null, new InvocationTimes());
    }

    private static EnvironmentStart start(Loan loan, String name) {
        return loan.start(spec(name)).toCompletableFuture().join();
    }

    private static InvocationResult now(CompletionStage<InvocationResult> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void anIdleEnvironmentOfTheLastBorrowerIsTheNextOnesForTheSameFunctionAlone() {
        Loan first = lending.lend();
        assertThat(start(first, "f")).isEqualTo(new EnvironmentStart.Started("e1", true));
        Loan second = lending.lend();
        assertThat(second.report()).isEmpty();
        assertThat(start(second, "g")).isEqualTo(new EnvironmentStart.Started("e2", true));
        assertThat(start(second, "f")).isEqualTo(new EnvironmentStart.Started("e1", true));
        assertThat(start(second, "f")).isEqualTo(new EnvironmentStart.Started("e3", true));
        assertThat(second.report()).hasSize(3);
    }

    @Test
    void aBorrowerWhoseLoanIsOverIsRefused() {
        Loan first = lending.lend();
        start(first, "f");
        lending.lend();
        assertThat(start(first, "f")).isInstanceOf(EnvironmentStart.Refused.class);
        assertThat(now(first.invoke("e1", invocation()))).isInstanceOf(InvocationResult.NotDelivered.class);
        first.destroy("e1");
        assertThat(worker.alive).containsExactly("e1");
    }

    @Test
    void whatRunsWhenTheLoanEndsRunsToItsEndAndIsKeptWhenItCanBe() {
        Loan first = lending.lend();
        start(first, "f");
        start(first, "f");
        first.invoke("e1", invocation());
        first.invoke("e2", invocation());
        Loan second = lending.lend();
        assertThat(lending.running()).isEqualTo(Map.of("arn:f", 2));
        assertThat(start(second, "f")).isEqualTo(new EnvironmentStart.Started("e3", true));
        worker.answer("e1", true);
        worker.answer("e2", false);
        assertThat(lending.running()).isEmpty();
        assertThat(worker.alive).containsExactly("e1", "e3");
        assertThat(start(second, "f")).isEqualTo(new EnvironmentStart.Started("e1", true));
    }

    @Test
    void whatNobodyAsksForIsGoneAfterAWhile() {
        Loan first = lending.lend();
        start(first, "f");
        first.close();
        ports.advance(ClusterLimits.KEPT.minusMillis(1));
        assertThat(worker.alive).containsExactly("e1");
        ports.advance(Duration.ofMillis(1));
        ports.settle();
        assertThat(worker.alive).isEmpty();
    }

    @Test
    void aHostThatDrainsFinishesWhatRunsAndTakesNothing() {
        Loan loan = lending.lend();
        start(loan, "f");
        start(loan, "f");
        loan.invoke("e1", invocation());
        lending.drain(true);
        assertThat(worker.alive).containsExactly("e1");
        assertThat(start(loan, "f")).isInstanceOf(EnvironmentStart.Refused.class);
        assertThat(loan.host().draining()).isTrue();
        worker.answer("e1", true);
        assertThat(worker.alive).isEmpty();
        lending.drain(false);
        assertThat(start(loan, "f")).isInstanceOf(EnvironmentStart.Started.class);
    }
}
