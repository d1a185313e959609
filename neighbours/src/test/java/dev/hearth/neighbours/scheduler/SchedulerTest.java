package dev.hearth.neighbours.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerTest {

    private static final Instant NOW = Instant.parse("2026-11-25T16:00:00Z");
    private static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final String LOST = "arn:aws:sqs:us-east-1:000000000000:lost";
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String INPUT = "<aws.scheduler.scheduled-time> <aws.scheduler.attempt-number>";

    private record Carried(Parcel parcel, Instant at) {}

    private final VirtualPorts ports = new VirtualPorts(NOW, 1);
    private final OutboxStore outboxStore = OutboxStore.inMemory();
    private final SchedulerStore store = SchedulerStore.inMemory(outboxStore);
    private final List<Carried> carried = new ArrayList<>();
    private Function<Parcel, Receipt> target = _ -> new Receipt.Delivered();
    private Outbox outbox;
    private Scheduler scheduler;

    @BeforeEach
    void open() {
        outbox = Outbox.create(outboxStore, this::carry, ports.ports());
        scheduler = Scheduler.create(store, outbox, ports.ports(), SCOPE);
        outbox.start();
        scheduler.start();
        ports.settle();
    }

    private CompletableFuture<Receipt> carry(Parcel parcel) {
        carried.add(new Carried(parcel, ports.instant()));
        return CompletableFuture.completedFuture(target.apply(parcel));
    }

    /** A stop of {@code pause}, after which a new one goes on with what is kept. */
    private void stopFor(Duration pause) {
        scheduler.close();
        outbox.close();
        ports.advance(pause);
        open();
    }

    private static ScheduleKey key(String name) {
        return new ScheduleKey("default", name);
    }

    private static ScheduleTarget target(String arn, @Nullable String input) {
        return new ScheduleTarget(arn, ROLE, input, 2, 3_600, LOST, null, null, null);
    }

    private static ScheduleSettings settings(String expression) {
        return new ScheduleSettings(expression, "UTC", null, null, null, true, 0, false, null, target(QUEUE, INPUT));
    }

    private static ScheduleSettings with(ScheduleSettings from, int window, boolean enabled, boolean delete) {
        return new ScheduleSettings(
                from.expression(), "UTC", from.start(), from.end(), null, enabled, window, delete, null, from.target());
    }

    private List<String> times() {
        return carried.stream().map(each -> each.at().toString().substring(11)).toList();
    }

    @Test
    void aRateIsDueAtOnceAndThenAgainAndAgain() {
        scheduler.create(key("a"), settings("rate(5 minutes)"), null);
        ports.advance(Duration.ofMinutes(11));

        assertThat(times()).containsExactly("16:00:00.001Z", "16:05:00Z", "16:10:00Z");
        assertThat(carried.getLast().parcel().target()).isEqualTo(QUEUE);
        assertThat(carried.getLast().parcel().body()).isEqualTo("2026-11-25T16:10:00Z 1");
    }

    @Test
    void aCronIsDueAtItsTimesAndNothingWakesInBetweenButOnceAMinute() {
        scheduler.create(key("a"), settings("cron(30 17 * * ? *)"), null);
        ports.advance(Duration.ofDays(2));

        assertThat(carried)
                .extracting(each -> each.at().toString())
                .containsExactly("2026-11-25T17:30:00Z", "2026-11-26T17:30:00Z");
        assertThat(ports.pending()).isOne();
    }

    @Test
    void aOneTimeScheduleFiresOnceAndStays() {
        scheduler.create(key("a"), settings("at(2026-11-25T16:30:00)"), null);
        ports.advance(Duration.ofDays(1));

        assertThat(times()).containsExactly("16:30:00Z");
        assertThat(scheduler.get(key("a")).next()).isNull();
        assertThat(ports.pending()).as("no alarm for nothing").isZero();
    }

    @Test
    void whatIsToGoAfterItsLastInvocationGoes() {
        scheduler.create(key("a"), with(settings("at(2026-11-25T16:30:00)"), 0, true, true), null);
        ports.advance(Duration.ofMinutes(29));
        assertThat(scheduler.get(key("a"))).isNotNull();
        ports.advance(Duration.ofMinutes(2));

        assertThat(carried).hasSize(1);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> scheduler.get(key("a")))
                .withMessage("Schedule a does not exist.");
    }

    @Test
    void anAtOfThisMinuteIsDoneAtOnceAndAnOlderOneNever() {
        scheduler.create(key("now"), settings("at(2026-11-25T15:59:30)"), null);
        scheduler.create(key("old"), settings("at(2026-11-25T15:58:30)"), null);
        ports.advance(Duration.ofDays(1));

        assertThat(carried).hasSize(1);
        assertThat(carried.getFirst().parcel().body()).startsWith("2026-11-25T15:59:30Z");
    }

    @Test
    void aOneTimeScheduleThatWasMissedComesLate() {
        scheduler.create(key("a"), settings("at(2026-11-25T16:30:00)"), null);
        stopFor(Duration.ofMinutes(80));

        assertThat(times()).containsExactly("17:20:00Z");
        assertThat(carried.getFirst().parcel().body()).startsWith("2026-11-25T16:30:00Z");
    }

    @Test
    void whatWasMissedForTooLongIsADeadLetter() {
        scheduler.create(key("a"), settings("at(2026-11-25T16:30:00)"), null);
        stopFor(Duration.ofHours(2));

        Parcel letter = carried.getFirst().parcel();
        assertThat(letter.target()).isEqualTo(LOST);
        assertThat(letter.body()).isEqualTo("2026-11-25T16:30:00Z 0");
        assertThat(letter.attributes().get("EXHAUSTED_RETRY_CONDITION").value()).isEqualTo("MaximumEventAgeInSeconds");
        assertThat(letter.attributes().get("SCHEDULE_ARN").value())
                .isEqualTo("arn:aws:scheduler:us-east-1:000000000000:schedule/default/a");
    }

    @Test
    void missedTimesOfARecurringScheduleDoNotPileUp() {
        scheduler.create(key("a"), settings("cron(0/5 * * * ? *)"), null);
        stopFor(Duration.ofMinutes(32));
        ports.advance(Duration.ofMinutes(9));

        assertThat(times()).containsExactly("16:32:00Z", "16:35:00Z", "16:40:00Z");
    }

    @Test
    void nothingThatIsDisabledFiresAndEnablingDoesNotRepeat() {
        scheduler.create(key("a"), with(settings("rate(10 minutes)"), 0, false, false), null);
        ports.advance(Duration.ofMinutes(15));
        assertThat(carried).isEmpty();

        scheduler.update(key("a"), settings("rate(10 minutes)"));
        ports.advance(Duration.ofMinutes(10));
        assertThat(times()).containsExactly("16:20:00Z");

        scheduler.update(key("a"), with(settings("rate(10 minutes)"), 0, false, false));
        ports.advance(Duration.ofMinutes(60));
        assertThat(carried).hasSize(1);
    }

    @Test
    void aChangedExpressionCountsFromItsChange() {
        scheduler.create(key("a"), settings("at(2026-11-25T18:00:00)"), null);
        ports.advance(Duration.ofMinutes(7));
        scheduler.update(key("a"), settings("rate(1 hour)"));
        ports.advance(Duration.ofMinutes(61));

        assertThat(times()).containsExactly("16:07:00.001Z", "17:07:00Z");
    }

    @Test
    void aFlexibleWindowSpreadsSchedules() {
        for (int i = 0; i < 50; i++) {
            scheduler.create(key("s" + i), with(settings("at(2026-11-25T17:00:00)"), 15, true, false), null);
        }
        ports.advance(Duration.ofMinutes(59));
        assertThat(carried).isEmpty();
        ports.advance(Duration.ofMinutes(16));

        assertThat(carried).hasSize(50);
        assertThat(times().stream().distinct()).hasSizeGreaterThan(30);
        assertThat(carried).allSatisfy(each -> assertThat(each.parcel().body()).startsWith("2026-11-25T17:00:00Z"));
    }

    @Test
    void aRefusedInvocationIsTriedAgainAndThenADeadLetter() {
        target = parcel ->
                parcel.target().equals(QUEUE) ? new Receipt.Refused("500", "not now", true) : new Receipt.Delivered();
        scheduler.create(key("a"), settings("at(2026-11-25T16:01:00)"), null);
        ports.advance(Duration.ofHours(1));

        assertThat(carried)
                .extracting(each -> each.parcel().body())
                .containsExactly(
                        "2026-11-25T16:01:00Z 1",
                        "2026-11-25T16:01:00Z 2",
                        "2026-11-25T16:01:00Z 3",
                        "2026-11-25T16:01:00Z 3");
        assertThat(carried.getLast().parcel().attributes())
                .containsOnlyKeys(
                        "ERROR_CODE",
                        "ERROR_MESSAGE",
                        "EXECUTION_ID",
                        "EXHAUSTED_RETRY_CONDITION",
                        "IS_PAYLOAD_TRUNCATED",
                        "RETRY_ATTEMPTS",
                        "SCHEDULED_TIME",
                        "SCHEDULE_ARN",
                        "TARGET_ARN");
    }

    @Test
    void aThousandSchedulesOfOneSecondAllFire() {
        for (int i = 0; i < 1_000; i++) {
            scheduler.create(key("s" + i), settings("at(2026-11-25T16:30:00)"), null);
        }
        ports.advance(Duration.ofMinutes(31));

        assertThat(carried).hasSize(1_000);
    }

    @Test
    void aTargetWithoutInputGetsTheDefaultNotification() {
        ScheduleSettings bare = new ScheduleSettings(
                "at(2026-11-25T16:30:00)", "UTC", null, null, null, true, 0, false, null, target(QUEUE, null));
        scheduler.create(key("a"), bare, null);
        ports.advance(Duration.ofMinutes(31));

        assertThat(carried.getFirst().parcel().body())
                .contains("\"detail-type\":\"Scheduled Event\"", "\"time\":\"2026-11-25T16:30:00Z\"")
                .contains("\"resources\":[\"arn:aws:scheduler:us-east-1:000000000000:schedule/default/a\"]");
    }

    @Test
    void aRequestThatComesAgainIsAnsweredAgain() {
        Schedule made = scheduler.create(key("a"), settings("rate(1 hour)"), "token");
        assertThat(scheduler.create(key("a"), settings("rate(1 hour)"), "token").key())
                .isEqualTo(made.key());
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> scheduler.create(key("a"), settings("rate(1 hour)"), "other"))
                .withMessage("Schedule a already exists.");

        scheduler.delete(key("a"), "bye");
        scheduler.delete(key("a"), "bye");
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> scheduler.delete(key("a"), "other"))
                .withMessage("Schedule a does not exist.");
    }

    @Test
    void aGroupTakesItsSchedulesAlong() {
        scheduler.createGroup("g", Map.of("k", "v"), null);
        for (int i = 0; i < 2_500; i++) {
            scheduler.create(new ScheduleKey("g", "s" + i), settings("at(2026-11-25T16:30:00)"), null);
        }
        scheduler.deleteGroup("g");
        assertThat(scheduler.group("g").deleting()).isTrue();
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> scheduler.create(new ScheduleKey("g", "new"), settings("rate(1 hour)"), null))
                .withMessage("Schedule group g is being deleted.");
        ports.settle();

        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> scheduler.group("g"))
                .withMessage("Schedule group g does not exist.");
        ports.advance(Duration.ofHours(1));
        assertThat(carried).isEmpty();
        assertThatExceptionOfType(FaultException.class).isThrownBy(() -> scheduler.deleteGroup("default"));
    }

    @Test
    void listsArePaged() {
        for (int i = 0; i < 5; i++) {
            scheduler.create(key("s" + i), settings("rate(1 hour)"), null);
        }
        SchedulePage<Schedule> first = scheduler.list(null, "s", null, 3, null);
        SchedulePage<Schedule> second = scheduler.list(null, "s", null, 3, first.nextToken());

        assertThat(first.items()).extracting(each -> each.key().name()).containsExactly("s0", "s1", "s2");
        assertThat(second.items()).extracting(each -> each.key().name()).containsExactly("s3", "s4");
        assertThat(second.nextToken()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(1 second) | UTC | arn:aws:sqs:us-east-1:000000000000:q"
                        + " | Invalid Schedule Expression rate(1 second).",
                "rate(1 hour) | Mars/Olympus | arn:aws:sqs:us-east-1:000000000000:q"
                        + " | Invalid Schedule Expression Timezone Mars/Olympus.",
                "rate(1 hour) | UTC | queue | Provided Arn is not in correct format.",
                "rate(1 hour) | UTC | arn:aws:events:us-east-1:000000000000:event-bus/default"
                        + " | EventBridgeParameters must be specified for an event bus.",
                "rate(1 hour) | UTC | arn:aws:lambda:us-east-1:000000000000:function:f"
                        + " | The Input for the target must be well-formed JSON.",
                "rate(1 hour) | UTC | arn:aws:kinesis:us-east-1:000000000000:stream/s | Hearth does not deliver to"
                        + " arn:aws:kinesis:us-east-1:000000000000:stream/s: it knows functions, queues, topics and"
                        + " event buses.",
                "rate(1 hour) | UTC | arn:aws:scheduler:::aws-sdk:s3:putObject | Hearth does not call"
                        + " arn:aws:scheduler:::aws-sdk:s3:putObject: it knows lambda:invoke, sns:publish,"
                        + " sqs:sendMessage.",
                "rate(1 hour) | UTC | arn:aws:scheduler:::aws-sdk:sqs:sendMessage"
                        + " | The Input is no JSON object of texts.",
            })
    void whatIsNotValidIsRefused(String expression, String zone, String arn, String message) {
        ScheduleSettings wrong = new ScheduleSettings(
                expression, zone, null, null, null, true, 0, false, null, target(arn, "<no json>"));
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> scheduler.create(key("a"), wrong, null))
                .withMessage(message);
    }

    @Test
    void universalTargetsSayThemselvesWhereTheyGo() {
        Parcel message = UniversalTarget.resolve(
                Parcel.of(
                        "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
                        "{\"QueueUrl\":\"http://127.0.0.1:4566/000000000000/q\",\"MessageBody\":\"hi\"}"),
                SCOPE);
        Parcel invocation = UniversalTarget.resolve(
                Parcel.of("arn:aws:scheduler:::aws-sdk:lambda:invoke", "{\"FunctionName\":\"f\",\"Payload\":\"[1]\"}"),
                SCOPE);

        assertThat(message).isEqualTo(Parcel.of(QUEUE, "hi"));
        assertThat(invocation).isEqualTo(Parcel.of("arn:aws:lambda:us-east-1:000000000000:function:f", "[1]"));
    }
}
