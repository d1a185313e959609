package dev.hearth.services.statemanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.queuemanager.QueueReport;
import dev.hearth.services.statemanager.StateDecisions.Action;
import dev.hearth.services.statemanager.StateDecisions.Decision;
import dev.hearth.services.statemanager.StateDecisions.QueueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateDecisionsTest {

    private static QueueReport report(int queue, String owner, String function, long depth, long finished) {
        Map<String, Long> functions = depth == 0 ? Map.of() : Map.of(function, depth);
        return new QueueReport(queue, owner, false, depth, finished, functions, Map.of());
    }

    /** The pollers of each tick, of a queue whose rate is {@code rate} of its pollers. */
    private static List<Integer> climb(int ticks, IntToLongFunction rate) {
        Map<Integer, QueueState> states = Map.of();
        List<Integer> pollers = new ArrayList<>();
        long finished = 0;
        for (int i = 0; i < ticks; i++) {
            states = StateDecisions.decide(List.of(report(1, "", "f", 500, finished)), states)
                    .states();
            pollers.add(states.get(1).pollers());
            finished += rate.applyAsLong(states.get(1).pollers());
        }
        return pollers;
    }

    @Test
    void pollersGrowWhileMoreOfThemDrainMore() {
        assertThat(climb(20, pollers -> pollers * 10L)).endsWith(StateDecisions.MOST_POLLERS);
    }

    @Test
    void pollersThatBringNothingAreTakenBack() {
        List<Integer> pollers = climb(40, _ -> 1_000);
        assertThat(pollers).endsWith(StateDecisions.FIRST_POLLERS);
        assertThat(pollers.stream().filter(count -> count > StateDecisions.FIRST_POLLERS))
                .as("ticks of trying more")
                .hasSizeLessThan(8);
    }

    @Test
    void longInvocationsGetMorePollersThoughNothingEndsYet() {
        assertThat(climb(20, _ -> 0)).endsWith(StateDecisions.MOST_POLLERS);
    }

    @Test
    void anEmptyQueueFallsBackAndIsAtRest() {
        Map<Integer, QueueState> states = Map.of(1, new QueueState(64, 64, 100, 10, 10, 0, 0));
        Decision decision = StateDecisions.decide(List.of(report(1, "", "", 0, 100)), states);
        assertThat(decision.restless()).isTrue();
        for (int i = 0; i < 5; i++) {
            decision = StateDecisions.decide(List.of(report(1, "", "", 0, 100)), decision.states());
        }
        assertThat(decision.states().get(1).pollers()).isEqualTo(StateDecisions.FIRST_POLLERS);
        assertThat(decision.restless()).isFalse();
    }

    @Test
    void manyQueuesShareAllPollersAndEachKeepsSome() {
        List<QueueReport> reports = IntStream.range(0, 60)
                .mapToObj(queue -> report(queue, "", "f" + queue, 100, 0))
                .toList();
        Map<Integer, QueueState> states = Map.of();
        for (int i = 0; i < 10; i++) {
            states = StateDecisions.decide(reports, states).states();
            int all = states.values().stream().mapToInt(QueueState::pollers).sum();
            assertThat(all).isLessThanOrEqualTo(StateDecisions.ALL_POLLERS);
            assertThat(states.values()).allMatch(state -> state.pollers() >= StateDecisions.LEAST_POLLERS);
        }
    }

    @Test
    void aFloodGetsQueuesOfItsOwnOnceAndMoreWhenTheyAreDeep() {
        List<QueueReport> flood = List.of(report(1, "", "noisy", 600, 0), report(2, "", "noisy", 400, 0));
        assertThat(StateDecisions.decide(flood, Map.of()).actions())
                .containsExactly(new Action.Dedicate("noisy", StateDecisions.OWN_QUEUES));
        List<QueueReport> owning = List.of(
                report(1, "", "noisy", 600, 0), report(2, "", "noisy", 400, 0), report(1_000, "noisy", "noisy", 5, 0));
        assertThat(StateDecisions.decide(owning, Map.of()).actions()).isEmpty();
        List<QueueReport> deep = List.of(report(1_000, "noisy", "noisy", StateDecisions.DEEP_EVENTS, 0));
        assertThat(StateDecisions.decide(deep, Map.of()).actions())
                .containsExactly(new Action.Dedicate("noisy", StateDecisions.OWN_QUEUES));
        assertThat(StateDecisions.decide(List.of(report(1, "", "quiet", 999, 0)), Map.of())
                        .actions())
                .isEmpty();
    }

    @Test
    void aQueueOfItsOwnIsTakenBackAfterItWasEmptyForAWhile() {
        Map<Integer, QueueState> states = Map.of();
        List<QueueReport> empty = List.of(report(1_000, "noisy", "", 0, 7));
        for (int i = 0; i < StateDecisions.EMPTY_TICKS; i++) {
            Decision decision = StateDecisions.decide(empty, states);
            assertThat(decision.actions()).isEmpty();
            assertThat(decision.restless()).isTrue();
            states = decision.states();
        }
        assertThat(StateDecisions.decide(empty, states).actions()).containsExactly(new Action.Retire(1_000));
    }
}
