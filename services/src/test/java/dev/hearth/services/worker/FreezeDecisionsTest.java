package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When an environment stands still, in virtual time. */
class FreezeDecisionsTest {

    private static final Facts FACTS = new Facts("env-1", Duration.ofSeconds(3));
    private static final long MOMENT = Limits.IDLE_BEFORE_FREEZE.toNanos();

    private final FakeExchange next = new FakeExchange();
    private EnvironmentState state = EnvironmentState.Idle.since(0, next, null);

    @Test
    void itFreezesAfterAMomentWithoutWorkAndNotBefore() {
        assertThat(happens(new EnvironmentEvent.Tick(), MOMENT - 1)).isEmpty();
        assertThat(happens(new EnvironmentEvent.Tick(), MOMENT)).containsExactly("Freeze");
        assertThat(state).isEqualTo(new EnvironmentState.Frozen(next));
        assertThat(state.deadline()).isEqualTo(EnvironmentState.NO_DEADLINE);
    }

    @Test
    void aRuntimeThatIsAwayIsNotFrozen() {
        state = EnvironmentState.Idle.since(0, null, null);
        assertThat(state.deadline()).isEqualTo(EnvironmentState.NO_DEADLINE);
    }

    @Test
    void itIsThawedBeforeThePayloadIsDelivered() {
        state = new EnvironmentState.Frozen(next);
        assertThat(happens(invoke(), 5)).containsExactly("Thaw", "OpenLog", "Deliver");
        assertThat(state).isInstanceOf(EnvironmentState.Busy.class);
    }

    @Test
    void whatIsFrozenCanBeDestroyedAndCanEnd() {
        state = new EnvironmentState.Frozen(next);
        assertThat(happens(new EnvironmentEvent.Destroy(), 5)).containsExactly("Kill", "Gone");
        state = new EnvironmentState.Frozen(next);
        assertThat(happens(new EnvironmentEvent.SandboxEnded(new dev.hearth.sandbox.SandboxEnd(-1, 9, true)), 5))
                .containsExactly("Forget", "Gone");
        assertThat(state).isInstanceOf(EnvironmentState.Ended.class);
    }

    @Test
    void aClosedConnectionThawsSoThatTheRuntimeCanComeBack() {
        state = new EnvironmentState.Frozen(next);
        assertThat(happens(new EnvironmentEvent.Disconnected(new FakeExchange()), 5))
                .isEmpty();
        assertThat(happens(new EnvironmentEvent.Disconnected(next), 5)).containsExactly("Thaw");
        assertThat(happens(invoke(), 6)).isEmpty();
        assertThat(happens(new EnvironmentEvent.Next(new FakeExchange()), 7)).containsExactly("OpenLog", "Deliver");
    }

    private static EnvironmentEvent invoke() {
        Invocation invocation = new Invocation("a", ByteBuffer.allocate(0), "arn", null, null, false);
        return new EnvironmentEvent.Invoke(invocation, new CompletableFuture<>());
    }

    private List<String> happens(EnvironmentEvent event, long now) {
        Decision decision = EnvironmentDecisions.decide(FACTS, state, event, now);
        state = decision.state();
        return decision.actions().stream()
                .map(action -> action.getClass().getSimpleName())
                .toList();
    }
}
