package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.frontend.Delegation;
import dev.hearth.services.frontend.LentEnvironments.Taken;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a host's endpoint may serve of what was lent to it, and for how long. */
class DelegationsTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-26T12:00:00Z"), 1);
    private final FakeWorker worker = new FakeWorker();
    private final Lending lending = new Lending(worker, true, ports.ports());
    private final Delegations own = lending.delegations();
    private final List<String> returned = new ArrayList<>();

    private Loan loan() {
        Loan loan = lending.lend();
        loan.returns((id, reusable) -> returned.add(id + (reusable ? "" : " spent")));
        return loan;
    }

    private long now() {
        return ports.ports().time().nanos();
    }

    private Loan lent() {
        Loan loan = loan();
        loan.start(FakeWorker.spec("f"));
        own.delegate("e1", "f", "", loan);
        own.heard(now(), loan);
        return loan;
    }

    private void pass(Duration time) {
        ports.advance(time);
        ports.settle();
    }

    @Test
    void oneIsServedAtATimeAndOnlyAsItWasLent() {
        Loan loan = lent();
        assertThat(own.knows("f", "")).isTrue();
        assertThat(own.take("f", "1")).isEmpty();
        assertThat(own.take("g", "")).isEmpty();
        Taken taken = own.take("f", "").orElseThrow();
        assertThat(own.take("f", "")).isEmpty();
        own.invoke(taken, FakeWorker.invocation());
        worker.answer("e1", true);
        assertThat(own.take("f", "")).isPresent();
        assertThat(loan.invoke("e1", FakeWorker.invocation())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(InvocationResult.NotDelivered.class);
    }

    @Test
    void whatIsRecalledGoesBackWhenItIsIdle() {
        lent();
        Taken taken = own.take("f", "").orElseThrow();
        own.invoke(taken, FakeWorker.invocation());
        own.recall("arn:g");
        assertThat(own.knows("f", "")).isTrue();
        own.recall("arn:f");
        assertThat(own.knows("f", "")).isFalse();
        assertThat(returned).isEmpty();
        worker.answer("e1", true);
        assertThat(returned).containsExactly("e1");
        assertThat(own.take("f", "")).isEmpty();
    }

    @Test
    void whatWasTakenDoesNotBeginAfterItWasRecalled() {
        lent();
        Taken taken = own.take("f", "").orElseThrow();
        own.recall("arn:f");
        assertThat(own.invoke(taken, FakeWorker.invocation())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(InvocationResult.NotDelivered.class);
        assertThat(returned).containsExactly("e1");
    }

    @Test
    void whatWasTakenDoesNotBeginWhenItsTimeIsOver() {
        lent();
        Taken taken = own.take("f", "").orElseThrow();
        ports.advance(Delegation.ALONE);
        assertThat(own.invoke(taken, FakeWorker.invocation()).toCompletableFuture())
                .isCompletedWithValueMatching(InvocationResult.NotDelivered.class::isInstance);
    }

    @Test
    void whatIsNotUsedGoesBackByItself() {
        lent();
        pass(Delegation.IDLE.minusMillis(300));
        assertThat(returned).isEmpty();
        pass(Duration.ofMillis(600));
        assertThat(returned).containsExactly("e1");
    }

    @Test
    void whatDiesGoesBackSpent() {
        lent();
        worker.destroy("e1");
        assertThat(returned).containsExactly("e1 spent");
        assertThat(own.take("f", "")).isEmpty();
    }

    @Test
    void itIsServedOnWhileNobodyDecidesAsLongAsThatWasPromised() {
        Loan loan = lent();
        loan.close();
        assertThat(lending.leftovers()).extracting(Leftover::environmentId).containsExactly("e1");
        pass(Delegation.ALONE.minusMillis(1));
        own.back(own.take("f", "").orElseThrow());
        pass(Duration.ofMillis(1));
        assertThat(own.take("f", "")).isEmpty();
        pass(ClusterLimits.DELEGATION_LOOK);
        assertThat(lending.leftovers()).isEmpty();
        // It is kept, for whoever asks for just such a one.
        assertThat(loan().start(FakeWorker.spec("f"))
                        .toCompletableFuture()
                        .join()
                        .toString())
                .contains("e1");
    }

    @Test
    void whoeverDecidesNextCountsItUntilItIsOver() {
        lent().close();
        Loan next = loan();
        List<Leftover> leftovers = next.leftovers();
        assertThat(leftovers).extracting(Leftover::functionArn).containsExactly("arn:f");
        own.heard(now(), next);
        Taken taken = own.take("f", "").orElseThrow();
        own.invoke(taken, FakeWorker.invocation());
        pass(Delegation.ALONE);
        assertThat(own.take("f", "")).isEmpty();
        assertThat(leftovers.getFirst().over().toCompletableFuture()).isNotDone();
        worker.answer("e1", true);
        assertThat(leftovers.getFirst().over().toCompletableFuture()).isDone();
    }

    @Test
    void whatWasLentTooLongAgoIsNotServedForWhoeverComesNext() {
        lent().close();
        ports.advance(Delegation.ALONE);
        Loan next = loan();
        own.heard(now(), next);
        assertThat(own.take("f", "")).isEqualTo(Optional.empty());
    }

    @Test
    void aHostThatIsNotHeardOfServesNothing() {
        Loan loan = loan();
        loan.start(FakeWorker.spec("f"));
        own.delegate("e1", "f", "", loan);
        assertThat(own.take("f", "")).isEmpty();
    }
}
