package dev.hearth.neighbours.events;

import static dev.hearth.neighbours.events.TestEvents.QUEUE;
import static dev.hearth.neighbours.events.TestEvents.event;
import static dev.hearth.neighbours.events.TestEvents.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final int EVENTS = 120;

    private final TestEvents test = new TestEvents();
    private String bus = "";

    @BeforeEach
    void archive() {
        bus = test.events.buses().arn(test.events.buses().get(null));
        test.events.archives().create(new Archives.Wish("a", bus, null, "{\"source\":[\"mine\"]}", 1, null));
        IntStream.range(0, EVENTS).forEach(i -> test.put(event(null, "mine", "{\"i\":" + i + "}")));
        test.put(event(null, "other", "{}"));
        test.rule("r", "{\"source\":[\"mine\"]}", target(QUEUE));
        test.rule("s", "{\"source\":[\"mine\"]}", target(QUEUE + "2"));
    }

    private Replay replay(String name, @Nullable String filter) {
        return test.events
                .archives()
                .start(new Archives.ReplayWish(
                        name,
                        "arn:aws:events:us-east-1:000000000000:archive/a",
                        null,
                        1_000_000_000_000L,
                        1_000_000_000_001L,
                        bus,
                        filter == null ? List.of() : List.of(filter)));
    }

    @Test
    void everyArchivedEventComesAgainAndIsNotArchivedAgain() {
        assertThat(test.events.archives().size(test.events.archives().get("a")).events())
                .isEqualTo(EVENTS);

        assertThat(replay("one", "arn:aws:events:us-east-1:000000000000:rule/r").state())
                .isEqualTo(Replay.State.STARTING);
        test.ports.settle();

        assertThat(test.bodies())
                .hasSize(EVENTS)
                .allMatch(body -> body.endsWith("},\"replay-name\":\"one\"}"))
                .anyMatch(body -> body.contains("\"detail\":{\"i\":119}"));
        Replay done = test.events.archives().replay("one");
        assertThat(done.state()).isEqualTo(Replay.State.COMPLETED);
        assertThat(done.lastMillis()).isEqualTo(1_000_000_000_000L);
        assertThat(test.events.archives().size(test.events.archives().get("a")).events())
                .isEqualTo(EVENTS);
    }

    @Test
    void aReplayGoesOnAfterARestart() {
        replay("one", null);
        test.restart(Duration.ofSeconds(1));
        test.ports.settle();

        assertThat(test.events.archives().replay("one").state()).isEqualTo(Replay.State.COMPLETED);
        assertThat(test.bodies().stream().distinct().count()).isEqualTo(EVENTS);
    }

    @Test
    void aCancelledReplayEnds() {
        replay("one", null);
        assertThat(test.events.archives().cancel("one").state()).isEqualTo(Replay.State.CANCELLING);
        test.ports.settle();

        assertThat(test.carried).isEmpty();
        assertThat(test.events.archives().replay("one").state()).isEqualTo(Replay.State.CANCELLED);
        assertThatThrownBy(() -> test.events.archives().cancel("one"))
                .hasMessage("Replay one is not in a valid state for this operation.");
        assertThatThrownBy(() -> replay("one", null)).hasMessage("Replay one already exists.");
    }

    @Test
    void eventsAreKeptAsLongAsWasSaid() {
        test.advance(Duration.ofHours(26));

        assertThat(test.events.archives().size(test.events.archives().get("a")).events())
                .isZero();
    }

    @Test
    void anArchivesRuleIsShownAndIsNobodysToChange() {
        Rule rule = test.events.rules().get("Events-Archive-a", null);

        assertThat(rule.managedBy()).isEqualTo("prod.vhs.events.aws.internal");
        assertThat(rule.pattern()).isEqualTo("{\"source\":[\"mine\"],\"replay-name\":[{\"exists\":false}]}");
        assertThatThrownBy(() -> test.events.rules().setState(rule.name(), null, Rule.DISABLED))
                .hasMessageContaining("managed rule");
        test.events.archives().delete("a");
        assertThatThrownBy(() -> test.events.rules().get(rule.name(), null))
                .hasMessage("Rule Events-Archive-a does not exist on EventBus default.");
        assertThatThrownBy(() -> replay("one", null))
                .hasMessage("Parameter EventSourceArn is not valid. Reason: Archive a does not exist.");
        test.events.buses().create(new Buses.Wish("b", null, null, null), Map.of());
    }
}
