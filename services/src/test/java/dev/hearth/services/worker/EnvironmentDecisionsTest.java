package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transitions of an execution environment, in virtual time. */
class EnvironmentDecisionsTest {

    private static final Facts FACTS = new Facts("env-1", Duration.ofSeconds(3));
    private static final long SECOND = 1_000_000_000L;
    private static final SandboxEnd KILLED = new SandboxEnd(-1, 9, false);

    private final List<EnvironmentAction> actions = new ArrayList<>();
    private EnvironmentState state = InitDecisions.begin(0).state();
    private long now;

    @Test
    void theFirstNextEndsTheInitOnlyWhenTheSandboxIsThere() {
        FakeExchange next = new FakeExchange();
        happens(new EnvironmentEvent.Next(next));
        assertThat(state).isInstanceOf(EnvironmentState.Starting.class);
        happens(new EnvironmentEvent.SandboxMade(false));
        assertThat(state).isEqualTo(EnvironmentState.Idle.since(now, next, null));
        assertThat(names()).containsExactly("InitDone", "Report");
    }

    @Test
    void theCallerIsAnsweredBeforeTheRuntime() {
        idle();
        happens(invoke("a", false));
        happens(new EnvironmentEvent.Responded(new FakeExchange(), "a", ByteBuffer.allocate(0)));
        assertThat(names()).containsExactly("OpenLog", "Deliver", "Answer", "Accept");
        happens(new EnvironmentEvent.Next(new FakeExchange()));
        happens(new EnvironmentEvent.Drained());
        assertThat(names()).endsWith("Drain", "CloseLog");
        assertThat(state).isInstanceOf(EnvironmentState.Idle.class);
    }

    @Test
    void whoWantsTheTailIsAnsweredWhenTheLogIsWhole() {
        idle();
        happens(invoke("a", true));
        happens(new EnvironmentEvent.Responded(new FakeExchange(), "a", ByteBuffer.allocate(0)));
        happens(new EnvironmentEvent.Next(new FakeExchange()));
        happens(new EnvironmentEvent.Drained());
        assertThat(names()).containsExactly("OpenLog", "Deliver", "Accept", "Drain", "CloseLog", "Answer");
    }

    @Test
    void anInvocationThatComesBeforeTheRuntimeIsBackIsDeliveredAfterTheLogWasClosed() {
        idle();
        happens(invoke("a", false));
        happens(new EnvironmentEvent.Responded(new FakeExchange(), "a", ByteBuffer.allocate(0)));
        now = 2 * SECOND;
        happens(invoke("b", false));
        actions.clear();
        now = 2 * SECOND + 7;
        happens(new EnvironmentEvent.Next(new FakeExchange()));
        happens(new EnvironmentEvent.Drained());
        assertThat(names()).containsExactly("Drain", "CloseLog", "OpenLog", "Deliver");
        assertThat(state.deadline()).isEqualTo(5 * SECOND + 7);
    }

    @Test
    void aRuntimeThatNeverComesBackTimesOutAndTheQueuedInvocationIsNotLost() {
        idle();
        happens(invoke("a", false));
        happens(new EnvironmentEvent.Responded(new FakeExchange(), "a", ByteBuffer.allocate(0)));
        happens(invoke("b", false));
        actions.clear();
        now = 3 * SECOND - 1;
        happens(new EnvironmentEvent.Tick());
        assertThat(actions).isEmpty();
        now = 3 * SECOND;
        happens(new EnvironmentEvent.Tick());
        assertThat(names()).containsExactly("Kill", "Gone", "AnswerUndelivered");
        happens(new EnvironmentEvent.SandboxEnded(KILLED));
        assertThat(state).isEqualTo(new EnvironmentState.Ended());
    }

    @Test
    void theInitIsStoppedAfterTenSecondsAndRunsAgainInsideTheInvocation() {
        happens(new EnvironmentEvent.SandboxMade(false));
        now = 10 * SECOND - 1;
        happens(new EnvironmentEvent.Tick());
        assertThat(actions).isEmpty();
        now = 10 * SECOND;
        happens(new EnvironmentEvent.Tick());
        happens(new EnvironmentEvent.SandboxEnded(KILLED));
        assertThat(names()).containsExactly("Kill", "InitReport", "Report");
        now = 11 * SECOND;
        happens(invoke("a", false));
        assertThat(state.deadline()).isEqualTo(14 * SECOND);
        happens(new EnvironmentEvent.SandboxMade(false));
        happens(new EnvironmentEvent.Next(new FakeExchange()));
        assertThat(names()).endsWith("OpenLog", "StartSandbox", "InitDone", "Deliver");
        assertThat(state).isInstanceOf(EnvironmentState.Busy.class);
    }

    @Test
    void theTenSecondsBeginWithTheSandboxForWhichThereIsALimitOfItsOwn() {
        now = 60 * SECOND;
        happens(new EnvironmentEvent.Tick());
        assertThat(actions).isEmpty();
        happens(new EnvironmentEvent.SandboxMade(false));
        assertThat(state.deadline()).isEqualTo(70 * SECOND);
    }

    @Test
    void aSandboxThatIsNotMadeInTimeIsGivenUp() {
        now = Limits.SANDBOX_TIMEOUT.toNanos() - 1;
        happens(new EnvironmentEvent.Tick());
        assertThat(actions).isEmpty();
        now = Limits.SANDBOX_TIMEOUT.toNanos();
        happens(new EnvironmentEvent.Tick());
        assertThat(names()).contains("Kill");
    }

    @Test
    void aSandboxThatIsRefusedAfterTheWaitWasGivenUpLeavesNothing() {
        happens(new EnvironmentEvent.Destroy());
        happens(new EnvironmentEvent.SandboxRefused(new Fault(Fault.Kind.INTERNAL, "x")));
        assertThat(state).isEqualTo(new EnvironmentState.Ended());
        assertThat(names()).containsExactly("Kill", "Gone", "Report", "Forget");
    }

    @Test
    void aSandboxThatComesAfterTheEndIsKilled() {
        happens(new EnvironmentEvent.SandboxEnded(new SandboxEnd(1, 0, false)));
        happens(invoke("a", false));
        actions.clear();
        happens(new EnvironmentEvent.SandboxMade(false));
        assertThat(names()).containsExactly("Kill");
    }

    @Test
    void aDestroyedEnvironmentStillAnswersItsCaller() {
        idle();
        happens(invoke("a", false));
        happens(new EnvironmentEvent.Destroy());
        happens(new EnvironmentEvent.SandboxEnded(KILLED));
        assertThat(names()).containsExactly("OpenLog", "Deliver", "Kill", "Gone", "Forget", "CloseLog", "Answer");
    }

    /**
     * Whatever happens in whatever order: every caller gets exactly one answer, every request of the runtime at most
     * one, no invocation is delivered after its environment went, who started it hears once, and it is gone once.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theInvariantsHoldUnderRandomEvents(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int life = 0; life < 400; life++) {
            state = InitDecisions.begin(now).state();
            actions.clear();
            Map<Object, Integer> callers = new HashMap<>();
            boolean sandbox = true;
            for (int step = 0; step < 40; step++) {
                now += random.nextLong(2 * SECOND);
                EnvironmentEvent event = random(random, sandbox);
                if (event instanceof EnvironmentEvent.Invoke invoke) {
                    callers.put(invoke.caller(), 0);
                }
                int before = actions.size();
                happens(event);
                sandbox = sandboxAfter(event, sandbox, actions.subList(before, actions.size()));
            }
            happens(new EnvironmentEvent.Destroy());
            happens(new EnvironmentEvent.SandboxEnded(KILLED));
            check(callers, "seed " + seed + " life " + life);
        }
    }

    private static boolean sandboxAfter(EnvironmentEvent event, boolean sandbox, List<EnvironmentAction> done) {
        boolean over = event instanceof EnvironmentEvent.SandboxEnded
                || event instanceof EnvironmentEvent.SandboxRefused
                || event instanceof EnvironmentEvent.EntrypointInvalid;
        return sandbox && !over || done.stream().anyMatch(EnvironmentAction.StartSandbox.class::isInstance);
    }

    private void check(Map<Object, Integer> callers, String when) {
        int reports = 0;
        int gone = 0;
        boolean forgotten = false;
        for (EnvironmentAction action : actions) {
            switch (action) {
                case EnvironmentAction.Answer a -> callers.merge(a.run().caller(), 1, Integer::sum);
                case EnvironmentAction.AnswerUndelivered a ->
                    callers.merge(a.run().caller(), 1, Integer::sum);
                case EnvironmentAction.Report _, EnvironmentAction.ReportRefused _ -> reports++;
                case EnvironmentAction.Gone _ -> gone++;
                case EnvironmentAction.Forget _ -> forgotten = true;
                case EnvironmentAction.Deliver _ ->
                    assertThat(forgotten).as(when).isFalse();
                default -> {}
            }
        }
        assertThat(state).as(when).isEqualTo(new EnvironmentState.Ended());
        assertThat(callers.values()).as(when).allMatch(count -> count == 1);
        assertThat(reports).as(when).isEqualTo(1);
        assertThat(gone).as(when).isEqualTo(1);
        assertThat(forgotten).as(when).isTrue();
    }

    /** Events as the shell can bring them: the sandbox ends once. */
    private EnvironmentEvent random(SplittableRandom random, boolean sandbox) {
        String id = random.nextBoolean() ? "a" : "b";
        FakeExchange exchange = new FakeExchange();
        return switch (random.nextInt(sandbox ? 14 : 6)) {
            case 0, 1 -> invoke(id, random.nextBoolean());
            case 2, 3 -> new EnvironmentEvent.Tick();
            case 4 -> new EnvironmentEvent.Disconnected(waiting());
            case 5 -> random.nextInt(10) == 0 ? new EnvironmentEvent.Destroy() : new EnvironmentEvent.Tick();
            case 6 -> new EnvironmentEvent.SandboxMade(false);
            case 7, 8 -> new EnvironmentEvent.Next(exchange);
            case 9 -> new EnvironmentEvent.Responded(exchange, id, ByteBuffer.allocate(0));
            case 10 -> new EnvironmentEvent.Erred(exchange, id, "X", ByteBuffer.allocate(0));
            case 11 -> new EnvironmentEvent.Drained();
            case 12 -> new EnvironmentEvent.InitErred(exchange, "X", ByteBuffer.allocate(0));
            default ->
                random.nextInt(4) == 0
                        ? new EnvironmentEvent.SandboxEnded(KILLED)
                        : new EnvironmentEvent.Oversized(exchange, id, 7_000_000);
        };
    }

    private Exchange waiting() {
        return state instanceof EnvironmentState.Idle idle && idle.next() != null ? idle.next() : new FakeExchange();
    }

    private void idle() {
        happens(new EnvironmentEvent.SandboxMade(false));
        happens(new EnvironmentEvent.Next(new FakeExchange()));
        actions.clear();
    }

    private void happens(EnvironmentEvent event) {
        Decision decision = EnvironmentDecisions.decide(FACTS, state, event, now);
        state = decision.state();
        actions.addAll(decision.actions());
    }

    private List<String> names() {
        return actions.stream().map(action -> action.getClass().getSimpleName()).toList();
    }

    private static EnvironmentEvent.Invoke invoke(String id, boolean tail) {
        return new EnvironmentEvent.Invoke(WorkerFixture.invocation(id, "{}", tail), new CompletableFuture<>());
    }
}
