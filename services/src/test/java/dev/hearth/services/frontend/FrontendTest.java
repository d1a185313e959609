package dev.hearth.services.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.core.InvocationTimes;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.assignment.HandMovedWorker;
import dev.hearth.services.assignment.ScalingControl;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.InvocationResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of an invocation through frontend and assignment, over a worker that the test moves by hand. */
class FrontendTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final HandMovedWorker worker = new HandMovedWorker("h1");
    private final Counting counting = Counting.create(CountingLimits.DEFAULTS, ports.ports());
    private final Assignment assignment = Assignment.create(
            AssignmentLimits.DEFAULTS,
            Placement.create(PlacementPolicy.DEFAULTS, ports.ports()),
            ScalingControl.none(),
            ports.ports());
    private String revision = "r1";
    private final Frontend frontend = new LocalFrontend(
            (name, _) -> resolve(name), counting, assignment, this::accept, ports, InvocationListener.NONE);
    private final List<Event> events = new ArrayList<>();
    private CompletableFuture<Void> committed = new CompletableFuture<>();

    private CompletableFuture<Void> accept(Event event) {
        events.add(event);
        return committed;
    }

    @BeforeEach
    void join() {
        assignment.join(worker);
    }

    @Test
    void aColdInvocationStartsAnEnvironmentAndAWarmOneUsesIt() {
        CompletableFuture<InvokeOutcome> cold = invoke("hello", "{}");
        worker.starts().getFirst().complete(new EnvironmentStart.Started("e1", true));
        worker.answer(0, "1", true);
        assertThat(text(cold)).isEqualTo("1");
        CompletableFuture<InvokeOutcome> warm = invoke("hello", "{}");
        worker.answer(1, "2", true);
        assertThat(text(warm)).isEqualTo("2");
        assertThat(worker.invoked()).containsExactly("e1", "e1");
        assertThat(worker.starts()).hasSize(1);
    }

    @Test
    void theListenerHearsOfEveryEndOnceWithWhatRan() {
        List<String> heard = new ArrayList<>();
        Frontend observed = new LocalFrontend(
                (name, _) -> resolve(name),
                counting,
                assignment,
                this::accept,
                ports,
                (command, version, outcome, end) ->
                        heard.add(command.function() + " " + (version == null ? "-" : version.version()) + " "
                                + outcome.getClass().getSimpleName() + " "
                                + command.times().nanos(InvocationTimes.Phase.ASSIGNED, end)));
        observed.invoke(command("hello", "{}", InvokeCommand.Type.REQUEST_RESPONSE, null));
        ports.advance(Duration.ofNanos(7));
        worker.starts().getFirst().complete(new EnvironmentStart.Started("e1", true));
        assertThat(heard).isEmpty();
        worker.answer(0, "1", true);
        observed.invoke(command("missing", "{}", InvokeCommand.Type.REQUEST_RESPONSE, null));
        assertThat(heard).containsExactly("hello $LATEST Answered 7", "missing - Refused 0");
    }

    @Test
    void aDeadEnvironmentIsReplacedUntilTheAttemptsAreUsedUp() {
        CompletableFuture<InvokeOutcome> outcome = invoke("hello", "{}");
        for (int attempt = 0; attempt < LocalFrontend.DELIVERY_ATTEMPTS; attempt++) {
            worker.starts().get(attempt).complete(new EnvironmentStart.Started("e" + attempt, true));
            assertThat(outcome).isNotDone();
            worker.results().get(attempt).complete(new InvocationResult.NotDelivered());
        }
        assertThat(refusal(outcome).kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
        assertThat(worker.destroyed()).containsExactly("e0", "e1", "e2");
    }

    @Test
    void aLostHostIsASystemErrorAndNotTriedAgain() {
        CompletableFuture<InvokeOutcome> outcome = invoke("hello", "{}");
        worker.starts().getFirst().complete(new EnvironmentStart.Started("e1", true));
        worker.results().getFirst().complete(new InvocationResult.Lost());
        assertThat(refusal(outcome).kind()).isEqualTo(Fault.Kind.INTERNAL);
        assertThat(worker.starts()).hasSize(1);
        assertThat(worker.destroyed()).containsExactly("e1");
    }

    @Test
    void whatFailedAfterDeliveryIsNotTriedAgainAndNotPooled() {
        CompletableFuture<InvokeOutcome> outcome = invoke("hello", "{}");
        worker.starts().getFirst().complete(new EnvironmentStart.Started("e1", true));
        worker.answer(0, "{\"errorType\":\"Runtime.ExitError\"}", false);
        assertThat(outcome.join()).isInstanceOf(InvokeOutcome.Answered.class);
        assertThat(worker.starts()).hasSize(1);
        invoke("hello", "{}");
        assertThat(worker.starts()).hasSize(2);
    }

    @Test
    void anEnvironmentThatWentWhileIdleIsNotHandedOut() {
        warm("e1");
        worker.gone("e1");
        invoke("hello", "{}");
        assertThat(worker.starts()).hasSize(2);
    }

    @Test
    void afterAnUpdateNoInvocationReachesAnOldEnvironment() {
        warm("e1");
        revision = "r2";
        assignment.retire(ARN);
        assertThat(worker.destroyed()).containsExactly("e1");
        invoke("hello", "{}");
        assertThat(worker.starts()).hasSize(2);
    }

    @Test
    void idleEnvironmentsAreDestroyedAfterTheirAge() {
        warm("e1");
        ports.advance(Duration.ofMinutes(9));
        assertThat(worker.destroyed()).isEmpty();
        ports.advance(Duration.ofMinutes(2));
        assertThat(worker.destroyed()).containsExactly("e1");
    }

    @Test
    void aRefusedStartIsARefusal() {
        CompletableFuture<InvokeOutcome> outcome = invoke("hello", "{}");
        Fault fault = new Fault(Fault.Kind.INTERNAL, "no sandbox");
        worker.starts().getFirst().complete(new EnvironmentStart.Refused(fault));
        assertThat(refusal(outcome)).isEqualTo(fault);
    }

    @Test
    void everyWayOutGivesTheUnitOfConcurrencyBackOnce() {
        warm("e1");
        invoke("hello", "{}");
        worker.answer(worker.results().size() - 1, "1", false);
        invoke("hello", "{}");
        worker.starts().getLast().complete(new EnvironmentStart.Refused(new Fault(Fault.Kind.INTERNAL, "no sandbox")));
        ports.advance(Duration.ofSeconds(1));
        invoke("hello", "x".repeat(6 * 1024 * 1024 + 1));
        invoke("hello", "{}");
        worker.starts().getLast().complete(new EnvironmentStart.Started("e2", true));
        worker.results().getLast().completeExceptionally(new IllegalStateException("a bug"));
        assertThat(counting.usage().inUse()).isZero();
        invoke("hello", "{}");
        assertThat(counting.usage().inUse()).isEqualTo(1);
    }

    @Test
    void reservedConcurrencyOfZeroStopsAFunction() {
        counting.putFunctionConcurrency(ARN, 0);
        assertThat(refusal(invoke("hello", "{}")))
                .isEqualTo(new Fault(
                        Fault.Kind.THROTTLED, "Rate Exceeded.", "ReservedFunctionConcurrentInvocationLimitExceeded"));
        assertThat(worker.starts()).isEmpty();
    }

    @Test
    void anUnknownFunctionIsARefusal() {
        assertThat(refusal(invoke("nobody", "{}")).kind()).isEqualTo(Fault.Kind.NOT_FOUND);
    }

    @Test
    void aDryRunStartsNothing() {
        InvokeCommand command = command("hello", "{}", InvokeCommand.Type.DRY_RUN, null);
        assertThat(frontend.invoke(command).toCompletableFuture().join()).isEqualTo(new InvokeOutcome.WouldRun());
        assertThat(worker.starts()).isEmpty();
    }

    @Test
    void overTheHostsCapacityIsThrottled() {
        for (int i = 0; i < 1000; i++) {
            invoke("hello", "{}");
        }
        Fault fault = refusal(invoke("hello", "{}"));
        assertThat(fault)
                .isEqualTo(new Fault(Fault.Kind.THROTTLED, "Rate Exceeded.", "ConcurrentInvocationLimitExceeded"));
    }

    @Test
    void aPayloadOverSixMegabytesIsRefused() {
        Fault fault = refusal(invoke("hello", "x".repeat(6 * 1024 * 1024 + 1)));
        assertThat(fault.kind()).isEqualTo(Fault.Kind.REQUEST_TOO_LARGE);
        assertThat(fault.message())
                .isEqualTo("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    }

    @Test
    void aClientContextIsDecodedAndABadOneRefused() {
        InvokeCommand good = command("hello", "{}", InvokeCommand.Type.REQUEST_RESPONSE, "eyJhIjoxfQ==");
        assertThat(FrontendDecisions.invocation(good, resolve("hello")).clientContext())
                .isEqualTo("{\"a\":1}");
        InvokeCommand bad = command("hello", "{}", InvokeCommand.Type.REQUEST_RESPONSE, "!!");
        assertThat(refusal(frontend.invoke(bad).toCompletableFuture()).kind())
                .isEqualTo(Fault.Kind.INVALID_REQUEST_CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "hello, , ''",
        "hello, prod, :prod",
        "hello:prod, , :prod",
        "hello:$LATEST, , :$LATEST",
        "000000000000:function:hello, , ''",
        "000000000000:hello, , ''",
        "000000000000:hello:live, , :live",
        "function:hello:live, , :live",
        "000000000000:function:hello:7, , :7",
        "arn:aws:lambda:us-east-1:000000000000:function:hello, , ''",
        "arn:aws:lambda:us-east-1:000000000000:function:hello:hello, , :hello",
    })
    void theInvokedArnIsQualifiedAsTheCallerDid(String function, @Nullable String qualifier, String suffix) {
        assertThat(FrontendDecisions.invokedArn(ARN, function, qualifier)).isEqualTo(ARN + suffix);
    }

    private void warm(String environmentId) {
        invoke("hello", "{}");
        worker.starts().getLast().complete(new EnvironmentStart.Started(environmentId, true));
        worker.answer(worker.results().size() - 1, "1", true);
    }

    private CompletableFuture<InvokeOutcome> invoke(String function, String payload) {
        return frontend.invoke(command(function, payload, InvokeCommand.Type.REQUEST_RESPONSE, null))
                .toCompletableFuture();
    }

    private static InvokeCommand command(
            String function, String payload, InvokeCommand.Type type, @Nullable String clientContext) {
        ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
        return new InvokeCommand("id", function, null, type, bytes, clientContext, null, false);
    }

    private FunctionVersion resolve(String name) {
        if (!name.equals("hello")) {
            throw new Fault(Fault.Kind.NOT_FOUND, "Function not found: " + name).asException();
        }
        return new FunctionVersion(
                ARN,
                "hello",
                "$LATEST",
                revision,
                "python3.11",
                "app.handler",
                Duration.ofSeconds(3),
                128,
                512,
                Map.of(),
                "00",
                "/aws/lambda/hello");
    }

    private static String text(CompletableFuture<InvokeOutcome> outcome) {
        InvokeOutcome.Answered answered = (InvokeOutcome.Answered) outcome.join();
        return StandardCharsets.UTF_8.decode(answered.payload().duplicate()).toString();
    }

    private static Fault refusal(CompletableFuture<InvokeOutcome> outcome) {
        return ((InvokeOutcome.Refused) outcome.join()).fault();
    }
}
