package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.events.Archive;
import dev.hearth.neighbours.events.ArchiveSize;
import dev.hearth.neighbours.events.ArchivedEvent;
import dev.hearth.neighbours.events.EventBus;
import dev.hearth.neighbours.events.EventsStore;
import dev.hearth.neighbours.events.Replay;
import dev.hearth.neighbours.events.Rule;
import dev.hearth.neighbours.events.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlEventBridgeTest {

    private static final EventBus BUS =
            new EventBus("b", "said \"ü\"", "key", "arn:dead", "{\"Version\":\"x\"}", Map.of("t", "v"), 1, 2);
    private static final Rule RULE = new Rule(
            "b",
            "r",
            "{\"source\":[\"x\"]}",
            "rate(1 minute)",
            Rule.DISABLED,
            "d",
            "role",
            "somebody",
            Map.of("t", "v"),
            List.of(
                    new Target("1", "arn:aws:sqs:::q", "", "{}", null, null, "g", "arn:d", 0, 60),
                    new Target("2", "arn:aws:sns:::t", "role", null, "$.a", null, null, null, null, null),
                    new Target(
                            "3",
                            "arn:aws:lambda:::f",
                            "",
                            null,
                            null,
                            new Target.Transformer(Map.of("a", "$.b"), "{\"x\":<a>}"),
                            null,
                            null,
                            null,
                            3_600)),
            77);
    private static final Archive ARCHIVE = new Archive("a", "b", "d", "{}", 3, "key", 9);
    private static final Replay REPLAY =
            new Replay("p", "a", "b", List.of("arn:r"), "d", 1, 2, Replay.State.RUNNING, "why", 3, 4, 5, 6);

    @TempDir
    private Path folder;

    @Test
    void keepsEverythingOverARestart() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            EventsStore store = Stores.eventBridge(file.database());
            store.put(BUS);
            store.put(RULE);
            store.put(RULE);
            store.put(ARCHIVE, new Rule("b", "m", "", "", Rule.ENABLED, "", "", "", Map.of(), List.of(), 0));
            store.put(REPLAY);
            store = Stores.eventBridge(file.reopen());

            assertThat(store.buses()).containsExactly(BUS);
            assertThat(store.rules()).hasSize(2).contains(RULE);
            assertThat(store.archives()).containsExactly(ARCHIVE);
            assertThat(store.replays()).containsExactly(REPLAY);

            store.deleteRule("b", "r");
            store.deleteBus("b");
            assertThat(store.rules()).extracting(Rule::name).containsExactly("m");
            assertThat(store.buses()).isEmpty();
        }
    }

    @Test
    void givesArchivedEventsBackByTimePageByPage() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            EventsStore store = Stores.eventBridge(file.database());
            store.archive(List.of(event("a", 20, 1, "later"), event("a", 10, 1, "one"), event("other", 10, 1, "x")))
                    .toCompletableFuture()
                    .join();
            store = Stores.eventBridge(file.reopen());
            store.archive(List.of(event("a", 10, 2, "two"), event("a", 30, 2, "end")))
                    .toCompletableFuture()
                    .join();

            List<ArchivedEvent> first = store.archived("a", 10, 0, 30, 2);
            assertThat(first).extracting(ArchivedEvent::body).containsExactly("one", "two");
            assertThat(store.archived("a", 10, first.getLast().id(), 30, 2))
                    .extracting(ArchivedEvent::body)
                    .containsExactly("later");
            assertThat(store.archived("a", 11, 0, 20, 2)).isEmpty();
            assertThat(store.size("a")).isEqualTo(new ArchiveSize(4, 14));

            store.forget("a", 2);
            assertThat(store.size("a").events()).isEqualTo(2);
            store.deleteArchive(ARCHIVE, RULE);
            assertThat(store.size("a")).isEqualTo(new ArchiveSize(0, 0));
            assertThat(store.size("other").events()).isEqualTo(1);
        }
    }

    private static ArchivedEvent event(String archive, long time, long kept, String body) {
        return new ArchivedEvent(archive, 0, time, kept, body);
    }
}
