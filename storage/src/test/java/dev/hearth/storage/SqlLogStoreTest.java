package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.logs.EventBlock;
import dev.hearth.services.logs.EventCursor;
import dev.hearth.services.logs.LogEvent;
import dev.hearth.services.logs.LogGroup;
import dev.hearth.services.logs.LogStore;
import dev.hearth.services.logs.LogStore.EventBatch;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.LogStore.StreamScan;
import dev.hearth.services.logs.LogStore.Streams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL store against the in-memory one: the same calls in the same order get the same answers. */
@Tag("both-engines")
class SqlLogStoreTest {

    private static final List<String> GROUPS = List.of("/aws/lambda/a", "/aws/lambda/ab", "b", "B");
    private static final List<String> STREAMS = List.of("s", "s1", "s2", "t[$LATEST]", "é");
    private static final List<String> MESSAGES =
            List.of("hello", "grüße", "\uD83D\uDE00", "zero\0byte", "x".repeat(5_000), " ");

    @TempDir
    Path folder;

    TestDatabase test;

    @BeforeEach
    void open() {
        test = TestDatabase.in(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void answersAsTheStoreInMemory(long seed) {
        LogStore expected = LogStore.inMemory();
        LogStore actual = Stores.logs(test.database());
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 400; step++) {
            Function<LogStore, Object> call = call(random, step);
            assertThat(call.apply(actual)).as("seed %d step %d", seed, step).isEqualTo(call.apply(expected));
        }
        reclaimAll(actual);
        assertThat(actual.groups("", null, 100)).as("seed %d", seed).isEqualTo(expected.groups("", null, 100));
    }

    private static Function<LogStore, Object> call(SplittableRandom random, int step) {
        String group = pick(random, GROUPS);
        String stream = pick(random, STREAMS);
        long now = 1_000 + step;
        return switch (random.nextInt(16)) {
            case 0 -> store -> store.createGroup(new LogGroup(group, now, null, "STANDARD", 0), Map.of("k", group));
            case 1 -> random.nextInt(4) == 0 ? store -> store.deleteGroup(group) : store -> store.tags(group);
            case 2 -> store -> store.createStream(group, stream, now);
            case 3 ->
                random.nextInt(3) == 0
                        ? store -> deleteStream(store, group, stream)
                        : store -> store.stream(group, stream);
            case 4, 5, 6 -> {
                EventBatch batch = batch(random, group, stream);
                yield store -> store.put(batch, now);
            }
            case 7, 8 -> {
                List<EventBatch> batches =
                        List.of(batch(random, group, stream), batch(random, pick(random, GROUPS), stream));
                yield store -> {
                    store.append(batches, now);
                    return true;
                };
            }
            case 9 -> {
                Integer days = random.nextBoolean() ? Integer.valueOf(7) : null;
                yield store -> store.setRetention(group, days);
            }
            case 10 -> store -> store.setTags(group, Map.of("a", "1", "b", stream));
            case 11 -> {
                long before = time(random);
                yield store -> store.expire(group, before, 5);
            }
            case 12 -> {
                StreamScan scan = streamScan(random, group, stream);
                yield store -> store.streams(scan);
            }
            default -> {
                EventScan scan = eventScan(random, group);
                yield store -> store.events(scan);
            }
        };
    }

    /** Until they are reclaimed, events of deleted streams still have a place in the order. */
    private static boolean deleteStream(LogStore store, String group, String stream) {
        boolean deleted = store.deleteStream(group, stream);
        reclaimAll(store);
        return deleted;
    }

    private static void reclaimAll(LogStore store) {
        int reclaimed;
        do {
            reclaimed = store.reclaim(7);
            assertThat(reclaimed).isBetween(0, 7);
        } while (reclaimed > 0);
    }

    private static StreamScan streamScan(SplittableRandom random, String group, String stream) {
        StreamScan.After after = random.nextBoolean() ? null : new StreamScan.After(random.nextInt(-1, 50), stream);
        return new StreamScan(
                group, random.nextBoolean() ? "" : "s", random.nextBoolean(), random.nextBoolean(), after, 3);
    }

    private static EventScan eventScan(SplittableRandom random, String group) {
        Streams streams = switch (random.nextInt(4)) {
            case 0 -> new Streams.Named(List.of(pick(random, STREAMS)));
            case 1 -> new Streams.Named(List.of("s", "é"));
            case 2 -> new Streams.Prefixed("s");
            default -> new Streams.All();
        };
        return new EventScan(
                group,
                streams,
                random.nextBoolean() ? EventCursor.START : place(random),
                random.nextBoolean() ? EventCursor.END : place(random),
                random.nextBoolean(),
                random.nextInt(1, 30),
                random.nextBoolean() ? 1 << 20 : random.nextInt(1, 20_000));
    }

    private static EventCursor place(SplittableRandom random) {
        return new EventCursor(time(random), random.nextBoolean() ? random.nextInt(3) : random.nextInt(400));
    }

    /** Some far apart, so that they fill many blocks; most so near that blocks overlap. */
    private static long time(SplittableRandom random) {
        return random.nextInt(10) == 0 ? random.nextInt(4 * EventBlock.SPAN_MILLIS) : random.nextInt(50);
    }

    private static EventBatch batch(SplittableRandom random, String group, String stream) {
        List<LogEvent> events = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            events.add(new LogEvent(time(random), pick(random, MESSAGES)));
        }
        return EventBatch.of(group, stream, events);
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @Test
    @Tag("sqlite")
    void everyWayToReadEventsFollowsAnIndexAndSortsNothing() {
        LogStore store = Stores.logs(test.database());
        store.append(List.of(EventBatch.of("g", "s", List.of(new LogEvent(1, "m")))), 1);
        for (Streams streams : List.of(
                new Streams.All(),
                new Streams.Named(List.of("s")),
                new Streams.Named(List.of("s", "t")),
                new Streams.Prefixed("s"))) {
            for (boolean descending : List.of(false, true)) {
                EventScan scan =
                        new EventScan("g", streams, EventCursor.before(5), EventCursor.END, descending, 10, 1 << 20);
                List<String> plan = test.database().read(connection -> {
                    SqlLogEvents.Query query =
                            SqlLogEvents.query(connection, scan).orElseThrow();
                    return Sql.list(
                            connection,
                            "EXPLAIN QUERY PLAN " + query.sql(),
                            row -> row.getString("detail"),
                            query.arguments().toArray());
                });
                assertThat(plan).as("%s", streams).noneMatch(line -> line.contains("TEMP B-TREE"));
                assertThat(plan.getFirst())
                        .as("%s", streams)
                        .contains("SEARCH e USING COVERING INDEX")
                        .contains("timestamp_ms");
            }
        }
    }

    @Test
    void whatWasDeletedNeverTurnsUpInANewGroupOfTheSameName() {
        LogStore store = Stores.logs(test.database());
        store.append(List.of(EventBatch.of("g", "s", List.of(new LogEvent(1, "old")))), 1);
        assertThat(store.deleteGroup("g")).isTrue();
        store.append(List.of(EventBatch.of("g", "s", List.of(new LogEvent(1, "new")))), 2);
        EventScan all = new EventScan("g", new Streams.All(), EventCursor.START, EventCursor.END, false, 10, 1 << 20);
        assertThat(store.events(all).events())
                .extracting(event -> event.message())
                .containsExactly("new");
        assertThat(store.reclaim(10)).isEqualTo(1);
        assertThat(store.events(all).events())
                .extracting(event -> event.message())
                .containsExactly("new");
    }
}
