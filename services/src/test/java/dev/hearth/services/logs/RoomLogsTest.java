package dev.hearth.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.logs.Logs.EventPage;
import dev.hearth.services.logs.Logs.EventQuery;
import dev.hearth.services.logs.Logs.FilterPage;
import dev.hearth.services.logs.Logs.FilterQuery;
import dev.hearth.services.logs.Logs.GroupPage;
import dev.hearth.services.logs.Logs.GroupQuery;
import dev.hearth.services.logs.Logs.StreamPage;
import dev.hearth.services.logs.Logs.StreamQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomLogsTest {

    private static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
    private final LogStore store = LogStore.inMemory();
    private final Logs logs = Logs.create(store, ports.ports(), SCOPE);

    @AfterEach
    void close() {
        logs.close();
    }

    private static Fault refusal(ThrowingCallable call) {
        FaultException thrown = catchThrowableOfType(FaultException.class, call);
        assertThat(thrown).isNotNull();
        return thrown.fault();
    }

    private LogEvent event(Duration from, String message) {
        return new LogEvent(ports.instant().plus(from).toEpochMilli(), message);
    }

    private void putNumbers(int from, int to) {
        List<LogEvent> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(event(Duration.ofMillis(i), Integer.toString(i)));
        }
        logs.put("g", "s", events);
    }

    private void createGroupAndStream() {
        logs.createGroup("g", "STANDARD", Map.of());
        logs.createStream("g", "s");
    }

    private EventPage page(boolean fromHead, int limit, @Nullable String token) {
        return logs.events(new EventQuery("g", "s", null, null, fromHead, limit, token));
    }

    private FilterPage filter(@Nullable String pattern, int limit, @Nullable String token) {
        return logs.filter(new FilterQuery("g", List.of(), null, null, null, pattern, limit, token));
    }

    private static List<String> messages(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::message).toList();
    }

    @Test
    void aForwardReaderSeesAllAndThenTheSameTokenUntilThereIsMore() {
        createGroupAndStream();
        putNumbers(0, 5);
        EventPage first = page(true, 3, null);
        assertThat(messages(first.events())).containsExactly("0", "1", "2");
        EventPage second = page(true, 3, first.forwardToken());
        assertThat(messages(second.events())).containsExactly("3", "4");
        EventPage end = page(true, 3, second.forwardToken());
        assertThat(end.events()).isEmpty();
        assertThat(end.forwardToken()).isEqualTo(second.forwardToken()).startsWith("f/");
        putNumbers(5, 6);
        assertThat(messages(page(true, 3, end.forwardToken()).events())).containsExactly("5");
    }

    @Test
    void aBackwardReaderStartsAtTheEndAndMayTurnRound() {
        createGroupAndStream();
        putNumbers(0, 5);
        EventPage last = page(false, 2, null);
        assertThat(messages(last.events())).containsExactly("3", "4");
        EventPage middle = page(false, 2, last.backwardToken());
        assertThat(messages(middle.events())).containsExactly("1", "2");
        EventPage first = page(false, 2, middle.backwardToken());
        assertThat(messages(first.events())).containsExactly("0");
        EventPage start = page(false, 2, first.backwardToken());
        assertThat(start.events()).isEmpty();
        assertThat(start.backwardToken()).isEqualTo(first.backwardToken()).startsWith("b/");
        assertThat(messages(page(true, 9, start.forwardToken()).events())).containsExactly("0", "1", "2", "3", "4");
        EventPage end = page(true, 9, last.forwardToken());
        assertThat(messages(page(false, 2, end.backwardToken()).events())).containsExactly("3", "4");
    }

    @Test
    void anEmptyStreamCanBeFollowedFromTheStart() {
        createGroupAndStream();
        for (boolean fromHead : List.of(true, false)) {
            EventPage empty = page(fromHead, 10, null);
            assertThat(empty.events()).isEmpty();
            assertThat(page(true, 10, empty.forwardToken()).forwardToken()).isEqualTo(empty.forwardToken());
        }
        String token = page(false, 10, null).forwardToken();
        putNumbers(0, 1);
        assertThat(messages(page(true, 10, token).events())).containsExactly("0");
    }

    @Test
    void aRangeIncludesItsStartAndForOneStreamNotItsEnd() {
        createGroupAndStream();
        putNumbers(0, 5);
        long now = ports.instant().toEpochMilli();
        assertThat(messages(logs.events(new EventQuery("g", "s", now + 1, now + 3, true, null, null))
                        .events()))
                .containsExactly("1", "2");
        assertThat(messages(logs.filter(new FilterQuery("g", List.of("s"), null, now + 1, now + 3, null, null, null))
                        .events()))
                .containsExactly("1", "2", "3");
    }

    @Test
    void aFilterPagesThroughAllStreamsInOrderOfTime() {
        createGroupAndStream();
        logs.append("g", "t", List.of(event(Duration.ofMillis(1), "t error"), event(Duration.ofMillis(3), "t fine")));
        logs.append("g", "u", List.of(event(Duration.ofMillis(2), "u error")));
        logs.put("g", "s", List.of(event(Duration.ZERO, "s error"), event(Duration.ofMillis(4), "s error")));
        List<String> found = new ArrayList<>();
        String token = null;
        do {
            FilterPage page = filter("error", 1, token);
            found.addAll(messages(page.events()));
            token = page.nextToken();
        } while (token != null);
        assertThat(found).containsExactly("s error", "t error", "u error", "s error");
        assertThat(messages(logs.filter(new FilterQuery("g", List.of(), "t", null, null, null, null, null))
                        .events()))
                .containsExactly("t error", "t fine");
    }

    @Test
    void appendedEventsAreInTheStoreWithinTheirDelayInOrder() {
        logs.append("new", "s", List.of(event(Duration.ZERO, "1")));
        logs.append("new", "s", List.of(event(Duration.ZERO, "2"), event(Duration.ZERO, "")));
        assertThat(store.group("new")).isEmpty();
        ports.advance(Duration.ofMillis(Logs.APPEND_DELAY_MILLIS));
        LogStore.EventScan all = new LogStore.EventScan(
                "new", new LogStore.Streams.All(), EventCursor.START, EventCursor.END, false, 10, 1 << 20);
        assertThat(messages(store.events(all).events())).containsExactly("1", "2", " ");
    }

    @Test
    void aReaderSeesWhatWasAppendedBefore() {
        logs.append("g", "s", List.of(event(Duration.ZERO, "1")));
        assertThat(messages(filter(null, 10, null).events())).containsExactly("1");
    }

    @Test
    void aFullAppendBufferIsWrittenByItsCaller() {
        String half = "x".repeat(LogRules.MESSAGE_BYTES / 2);
        int calls = 2 * Logs.APPEND_BUFFER_BYTES / LogRules.MESSAGE_BYTES + 2;
        for (int i = 0; i < calls; i++) {
            logs.append("g", "s", List.of(event(Duration.ZERO, half)));
        }
        assertThat(store.group("g")).isPresent();
    }

    @Test
    void anOverlongMessageIsSplitWithoutLosingAnything() {
        String message = "\uD83D\uDE00".repeat(LogRules.MESSAGE_BYTES / 2);
        logs.append("g", "s", List.of(event(Duration.ZERO, message)));
        List<String> parts = new ArrayList<>();
        String token = null;
        do {
            FilterPage page = filter(null, 10, token);
            parts.addAll(messages(page.events()));
            token = page.nextToken();
        } while (token != null);
        assertThat(String.join("", parts)).isEqualTo(message);
        assertThat(parts).allMatch(part -> LogRules.utf8Length(part) <= LogRules.MESSAGE_BYTES);
    }

    @Test
    void retentionHidesExpiredEventsAtOnceAndDeletesThemSoon() {
        createGroupAndStream();
        logs.put("g", "s", List.of(event(Duration.ofHours(-30), "old")));
        logs.put("g", "s", List.of(event(Duration.ofHours(-20), "young")));
        logs.setRetention("g", 1);
        assertThat(messages(filter(null, 10, null).events())).containsExactly("young");
        ports.settle();
        assertThat(store.group("g").orElseThrow().storedBytes()).isEqualTo(26 + 5);
        ports.advance(Duration.ofHours(5));
        assertThat(store.group("g").orElseThrow().storedBytes()).isZero();
        logs.setRetention("g", null);
        assertThat(store.group("g").orElseThrow().retentionDays()).isNull();
        assertThat(refusal(() -> logs.setRetention("g", 2)).kind()).isEqualTo(Fault.Kind.INVALID_PARAMETER);
    }

    @Test
    void groupsAreListedByNameInPages() {
        for (String name : List.of("b", "a/1", "a/2", "a/3")) {
            logs.createGroup(name, "STANDARD", Map.of());
        }
        GroupPage first = logs.groups(new GroupQuery("a/", null, null, List.of(), 2, null));
        assertThat(first.groups()).extracting(LogGroup::name).containsExactly("a/1", "a/2");
        GroupPage rest = logs.groups(new GroupQuery("a/", null, null, List.of(), 2, first.nextToken()));
        assertThat(rest.groups()).extracting(LogGroup::name).containsExactly("a/3");
        assertThat(rest.nextToken()).isNull();
        assertThat(logs.groups(new GroupQuery(null, "/2", null, List.of(), null, null))
                        .groups())
                .extracting(LogGroup::name)
                .containsExactly("a/2");
        assertThat(refusal(() -> logs.groups(new GroupQuery("a", "b", null, List.of(), null, null)))
                        .kind())
                .isEqualTo(Fault.Kind.INVALID_PARAMETER);
    }

    @Test
    void streamsAreListedByTheirLastEventInPages() {
        logs.append("g", "old", List.of(event(Duration.ofMinutes(-2), "x")));
        logs.append("g", "new", List.of(event(Duration.ofMinutes(-1), "x")));
        logs.append("g", "mid", List.of(event(Duration.ofMinutes(-2), "x"), event(Duration.ofMillis(-61_000), "x")));
        StreamPage first = logs.streams(new StreamQuery("g", null, true, true, 2, null));
        assertThat(first.streams()).extracting(LogStream::name).containsExactly("new", "mid");
        StreamPage rest = logs.streams(new StreamQuery("g", null, true, true, 2, first.nextToken()));
        assertThat(rest.streams()).extracting(LogStream::name).containsExactly("old");
        assertThat(rest.nextToken()).isNull();
        assertThat(refusal(() -> logs.streams(new StreamQuery("g", "n", true, true, 2, null)))
                        .message())
                .isEqualTo("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }

    @Test
    void deletedThingsAreGone() {
        logs.append("g", "s", List.of(event(Duration.ZERO, "x")));
        logs.deleteStream("g", "s");
        assertThat(filter(null, 10, null).events()).isEmpty();
        assertThat(refusal(() -> logs.deleteStream("g", "s")).message())
                .isEqualTo("The specified log stream does not exist.");
        logs.deleteGroup("g");
        assertThat(refusal(() -> filter(null, 10, null)).message())
                .isEqualTo("The specified log group does not exist.");
    }

    @Test
    void tokensThatNobodyGaveOutAreRefused() {
        createGroupAndStream();
        for (String token : List.of("f/1", "x/" + "0".repeat(56), "", "f/" + "9".repeat(56), "b/" + "x".repeat(56))) {
            assertThat(refusal(() -> page(true, 1, token)).message()).isEqualTo("The specified nextToken is invalid.");
        }
        assertThat(refusal(() -> filter(null, 1, "no")).kind()).isEqualTo(Fault.Kind.INVALID_PARAMETER);
        assertThat(refusal(() -> logs.groups(new GroupQuery(null, null, null, List.of(), 1, "!")))
                        .kind())
                .isEqualTo(Fault.Kind.INVALID_PARAMETER);
        assertThat(refusal(() -> logs.streams(new StreamQuery("g", null, false, false, 1, "czph")))
                        .kind())
                .isEqualTo(Fault.Kind.INVALID_PARAMETER);
    }

    @Test
    void aGroupIsFoundByNameAndByArnOfThisAccountOnly() {
        createGroupAndStream();
        String arn = SCOPE.arn("logs", "log-group:g");
        assertThat(logs.tags(arn)).isEmpty();
        assertThat(logs.tags(arn + ":*")).isEmpty();
        assertThat(refusal(() -> logs.tags("arn:aws:logs:eu-west-1:000000000000:log-group:g"))
                        .kind())
                .isEqualTo(Fault.Kind.NOT_FOUND);
        assertThat(refusal(() -> logs.tags("bad name")).kind()).isEqualTo(Fault.Kind.INVALID_PARAMETER);
    }
}
