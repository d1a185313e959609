package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A worker that goes from one borrower to the next, with what runs there. */
class LendingTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
    private final FakeWorker worker = new FakeWorker();
    private final Lending lending = new Lending(worker, true, ports.ports());

    private static EnvironmentStart start(Loan loan, String name) {
        return loan.start(FakeWorker.spec(name)).toCompletableFuture().join();
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
        assertThat(now(first.invoke("e1", FakeWorker.invocation()))).isInstanceOf(InvocationResult.NotDelivered.class);
        first.destroy("e1");
        assertThat(worker.alive).containsExactly("e1");
    }

    @Test
    void whatRunsWhenTheLoanEndsRunsToItsEndAndIsKeptWhenItCanBe() {
        Loan first = lending.lend();
        start(first, "f");
        start(first, "f");
        first.invoke("e1", FakeWorker.invocation());
        first.invoke("e2", FakeWorker.invocation());
        Loan second = lending.lend();
        assertThat(second.leftovers()).extracting(Leftover::environmentId).containsExactly("e1", "e2");
        assertThat(second.leftovers()).extracting(Leftover::functionArn).containsOnly("arn:f");
        assertThat(start(second, "f")).isEqualTo(new EnvironmentStart.Started("e3", true));
        worker.answer("e1", true);
        worker.answer("e2", false);
        assertThat(second.leftovers()).isEmpty();
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
        loan.invoke("e1", FakeWorker.invocation());
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
