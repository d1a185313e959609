package dev.hearth.services.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.assignment.HandMovedWorker;
import dev.hearth.services.assignment.ScalingControl;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.Delegate;
import dev.hearth.services.worker.EnvironmentStart;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is lent counts until it is back, and is back before anybody is throttled or told that a function changed. */
class CountedDelegationTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    /** An endpoint that answers when it is told to. */
    private static final class Endpoint implements Delegate {
        private final List<String> lent = new ArrayList<>();
        private final List<CompletableFuture<Boolean>> recalls = new ArrayList<>();
        private @Nullable Listener told;

        @Override
        public void listener(Listener listener) {
            told = listener;
        }

        @Override
        public void lend(String environmentId, String function, String qualifier) {
            lent.add(environmentId);
        }

        @Override
        public CompletionStage<Boolean> recall(String functionArn) {
            CompletableFuture<Boolean> recalled = new CompletableFuture<>();
            recalls.add(recalled);
            return recalled;
        }

        void wants() {
            if (told != null) {
                told.wanted("hello", "");
            }
        }

        void returns(String environmentId) {
            lent.remove(environmentId);
            if (told != null) {
                told.returned(environmentId, true);
            }
        }
    }

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final HandMovedWorker worker = new HandMovedWorker("h1");
    private final Endpoint endpoint = new Endpoint();
    private final Counting counting =
            Counting.create(CountingLimits.DEFAULTS.withConcurrentExecutions(200), ports.ports());
    private final Assignment assignment = Assignment.create(
            AssignmentLimits.DEFAULTS,
            Placement.create(PlacementPolicy.DEFAULTS, ports.ports()),
            ScalingControl.none(),
            ports.ports());
    private final Frontend.Resolver resolver = new Frontend.Resolver() {
        @Override
        public FunctionVersion resolve(String function, @Nullable String qualifier) {
            return version();
        }

        @Override
        public boolean isFixed(String function, String qualifier) {
            return true;
        }
    };
    private Delegation delegation = Delegation.create(counting, assignment, Set.of(), ports.ports());

    @BeforeEach
    void join() {
        worker.delegate(endpoint);
        assignment.join(worker);
        begin();
    }

    private void begin() {
        delegation.join(worker);
        delegation.begin(resolver, _ -> {});
    }

    private static FunctionVersion version() {
        return new FunctionVersion(
                ARN,
                "hello",
                "$LATEST",
                "r1",
                "python3.11",
                "app.handler",
                Duration.ofSeconds(3),
                128,
                512,
                Map.of(),
                "00",
                "/aws/lambda/hello");
    }

    private Frontend frontend() {
        return new LocalFrontend(
                resolver,
                counting,
                assignment,
                _ -> CompletableFuture.completedFuture(null),
                () -> delegation.relieve(""),
                ports,
                InvocationListener.NONE);
    }

    private CompletableFuture<InvokeOutcome> invoke() {
        return frontend()
                .invoke(new InvokeCommand(
                        "id",
                        "hello",
                        null,
                        InvokeCommand.Type.REQUEST_RESPONSE,
                        ByteBuffer.allocate(0),
                        null,
                        null,
                        false))
                .toCompletableFuture();
    }

    private void warm(String environmentId) {
        invoke();
        worker.starts().getLast().complete(new EnvironmentStart.Started(environmentId, true));
        worker.answer(worker.results().size() - 1, "1", true);
    }

    private int inUse() {
        return counting.usage().inUse();
    }

    @Test
    void whatIsWarmIsLentOnceAndCountsUntilItIsBack() {
        warm("e1");
        endpoint.wants();
        endpoint.wants();
        assertThat(endpoint.lent).containsExactly("e1");
        assertThat(inUse()).isEqualTo(1);
        endpoint.returns("e1");
        assertThat(inUse()).isZero();
        invoke();
        assertThat(worker.starts()).hasSize(1);
    }

    @Test
    void aFunctionWithConcurrencyOfItsOwnIsNotLent() {
        warm("e1");
        counting.putFunctionConcurrency(ARN, 5);
        endpoint.wants();
        assertThat(endpoint.lent).isEmpty();
    }

    @Test
    void nobodyIsThrottledForWhatIsOnlyLent() {
        Counting one = Counting.create(CountingLimits.DEFAULTS.withConcurrentExecutions(200), ports.ports());
        assertThat(one.usage().inUse()).isZero();
        warm("e1");
        endpoint.wants();
        counting.putFunctionConcurrency(ARN, 1);
        CompletableFuture<InvokeOutcome> waits = invoke();
        assertThat(waits).isNotDone();
        endpoint.returns("e1");
        endpoint.recalls.getFirst().complete(true);
        worker.answer(worker.results().size() - 1, "2", true);
        assertThat(waits.join()).isInstanceOf(InvokeOutcome.Answered.class);
    }

    @Test
    void aRecallIsOverWhenItsHostSaysSoOrCanServeNoLonger() {
        warm("e1");
        endpoint.wants();
        CompletableFuture<Void> heard = delegation.recall(ARN).toCompletableFuture();
        assertThat(heard).isNotDone();
        endpoint.recalls.getFirst().complete(true);
        assertThat(heard).isDone();

        CompletableFuture<Void> lost = delegation.recall(ARN).toCompletableFuture();
        delegation.leave("h1");
        endpoint.recalls.get(1).complete(false);
        CompletableFuture<Void> later = delegation.recall(ARN).toCompletableFuture();
        ports.advance(Delegation.ALONE.minusMillis(1));
        ports.settle();
        assertThat(lost).isNotDone();
        assertThat(later).isNotDone();
        assertThat(counting.usage(ARN).inUse()).isEqualTo(1);
        ports.advance(Duration.ofMillis(1));
        ports.settle();
        assertThat(lost).isDone();
        assertThat(later).isDone();
        assertThat(inUse()).isZero();
    }

    @Test
    void hostsThatWereNotHeardOfCountAsIfTheyServedAsMuchAsTheyMay() {
        delegation = Delegation.create(counting, assignment, Set.of("h1", "h2"), ports.ports());
        int most = 200 / Delegation.PART;
        assertThat(inUse()).isEqualTo(2 * most);
        CompletableFuture<Void> changed = delegation.recall(ARN).toCompletableFuture();
        begin();
        assertThat(inUse()).isEqualTo(most);
        assertThat(changed).isNotDone();
        ports.advance(Delegation.UNHEARD);
        ports.settle();
        assertThat(inUse()).isZero();
        assertThat(changed).isDone();
    }

    @Test
    void aHostThatComesBackWasCountedAnew() {
        warm("e1");
        endpoint.wants();
        delegation.leave("h1");
        assertThat(counting.usage(ARN).inUse()).isEqualTo(1);
        delegation.join(worker);
        assertThat(inUse()).isZero();
    }
}
