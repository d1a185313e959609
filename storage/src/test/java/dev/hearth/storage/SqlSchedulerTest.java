package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import dev.hearth.neighbours.outbox.StoredPosting;
import dev.hearth.neighbours.scheduler.Firing;
import dev.hearth.neighbours.scheduler.Schedule;
import dev.hearth.neighbours.scheduler.ScheduleFilter;
import dev.hearth.neighbours.scheduler.ScheduleGroup;
import dev.hearth.neighbours.scheduler.ScheduleKey;
import dev.hearth.neighbours.scheduler.ScheduleSettings;
import dev.hearth.neighbours.scheduler.ScheduleTarget;
import dev.hearth.neighbours.scheduler.SchedulerStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlSchedulerTest {

    private static final ScheduleTarget TARGET = new ScheduleTarget(
            "arn:aws:sqs:us-east-1:000000000000:q", "arn:aws:iam::000000000000:role/r", "ü", 3, 60, "d", "g", "t", "s");
    private static final ScheduleSettings FULL = new ScheduleSettings(
            "rate(1 minute)",
            "Europe/Berlin",
            Instant.ofEpochMilli(5),
            Instant.ofEpochMilli(6),
            "words",
            true,
            7,
            true,
            "key",
            TARGET);
    private static final ScheduleSettings BARE = new ScheduleSettings(
            "rate(1 minute)",
            "UTC",
            null,
            null,
            null,
            false,
            0,
            false,
            null,
            new ScheduleTarget("a", "r", null, 0, 60, null, null, null, null));
    private static final ScheduleGroup GROUP = new ScheduleGroup("g", false, Map.of("k", "v"), "t", 1, 2);
    private static final Posting POSTING = new Posting("lane", false, Parcel.of("x", "y"), RetryRule.EVENTS, null);

    @TempDir
    private Path folder;

    private static Schedule schedule(String name, ScheduleSettings settings, Schedule.@Nullable Moment next) {
        return new Schedule(new ScheduleKey("g", name), settings, "token", 0, 1, 2, 3, next);
    }

    @Test
    void keepsSchedulesAndGroupsWholeOverARestart() {
        Schedule full = schedule("full", FULL, new Schedule.Moment(10, 20));
        Schedule bare = schedule("bare", BARE, null);
        try (TestDatabase file = TestDatabase.in(folder)) {
            SchedulerStore store = store(file.database());
            assertThat(store.add(full)).as("there is no group yet").isFalse();
            store.put(GROUP);
            assertThat(store.add(full)).isTrue();
            assertThat(store.add(full)).isFalse();
            assertThat(store.add(bare)).isTrue();
            store = store(file.reopen());

            assertThat(store.groups()).containsExactly(GROUP);
            assertThat(store.find(full.key())).isEqualTo(full);
            assertThat(store.find(bare.key())).isEqualTo(bare);
            assertThat(store.find(new ScheduleKey("g", "other"))).isNull();
            assertThat(store.due(19, 10)).isEmpty();
            assertThat(store.due(20, 10)).containsExactly(full);
            assertThat(store.earliestMillis()).hasValue(20);
            assertThat(store.delete(full.key())).isTrue();
            assertThat(store.delete(full.key())).isFalse();
            assertThat(store.earliestMillis()).isEmpty();
        }
    }

    private static SchedulerStore store(Database database) {
        return Stores.scheduler(database, Stores.outbox(database));
    }

    @Test
    void listsInOrderByFilter() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            SchedulerStore store = store(file.database());
            store.put(GROUP);
            List.of("b", "a_1", "aX1").forEach(name -> store.add(schedule(name, BARE, null)));
            store.add(schedule("c", FULL, null));

            assertThat(names(store, new ScheduleFilter(null, "", null, null, 9)))
                    .containsExactly("aX1", "a_1", "b", "c");
            assertThat(names(store, new ScheduleFilter("g", "a_", null, null, 9)))
                    .containsExactly("a_1");
            assertThat(names(store, new ScheduleFilter("h", "", null, null, 9))).isEmpty();
            assertThat(names(store, new ScheduleFilter(null, "", true, null, 9)))
                    .containsExactly("c");
            assertThat(names(store, new ScheduleFilter(null, "", false, new ScheduleKey("g", "aX1"), 1)))
                    .containsExactly("a_1");
        }
    }

    private static List<String> names(SchedulerStore store, ScheduleFilter filter) {
        return store.list(filter).stream().map(each -> each.key().name()).toList();
    }

    @Test
    void aDueTimeIsUsedUpTogetherWithItsPosting() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            OutboxStore outbox = Stores.outbox(file.database());
            SchedulerStore store = Stores.scheduler(file.database(), outbox);
            store.put(GROUP);
            Schedule stays = schedule("stays", FULL, new Schedule.Moment(10, 10));
            Schedule goes = schedule("goes", FULL, new Schedule.Moment(11, 11));
            Schedule changes = schedule("changes", FULL, new Schedule.Moment(12, 12));
            List.of(stays, goes, changes).forEach(store::add);
            Schedule later = new Schedule(stays.key(), FULL, "token", 1, 1, 2, 3, new Schedule.Moment(30, 30));
            Schedule changed = new Schedule(changes.key(), BARE, "token", 1, 1, 9, 3, null);
            assertThat(store.replace(changed, 0)).isTrue();
            assertThat(store.replace(changed, 0)).isFalse();

            List<StoredPosting> sent = store.fire(
                            List.of(
                                    new Firing(stays, later, List.of(POSTING)),
                                    new Firing(goes, null, List.of(POSTING)),
                                    new Firing(changes, null, List.of(POSTING))),
                            99)
                    .toCompletableFuture()
                    .join();

            assertThat(sent)
                    .hasSize(2)
                    .extracting(StoredPosting::acceptedMillis)
                    .containsOnly(99L);
            assertThat(outbox.read("lane", 0, 9)).isEqualTo(sent);
            assertThat(store.find(stays.key())).isEqualTo(later);
            assertThat(store.find(goes.key())).isNull();
            assertThat(store.find(changes.key())).isEqualTo(changed);
        }
    }

    @Test
    void aGroupShrinksUntilItIsGone() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            SchedulerStore store = store(file.database());
            store.put(GROUP);
            List.of("a", "b", "c").forEach(name -> store.add(schedule(name, BARE, null)));
            store.put(new ScheduleGroup("g", true, Map.of(), "", 1, 2));
            assertThat(store.add(schedule("d", BARE, null)))
                    .as("it is being deleted")
                    .isFalse();

            assertThat(store.shrink("g", 2)).isFalse();
            assertThat(store.groups()).hasSize(1);
            assertThat(store.shrink("g", 2)).isTrue();
            assertThat(store.groups()).isEmpty();
            assertThat(store.list(new ScheduleFilter(null, "", null, null, 9))).isEmpty();
        }
    }
}
