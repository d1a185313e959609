package dev.hearth.neighbours.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:target";
    private static final DeadLetter LOST =
            new DeadLetter("arn:aws:sqs:us-east-1:000000000000:lost", DeadLetter.Style.SNS, Map.of("RequestID", "r"));
    private static final RetryRule TWICE = new RetryRule(0, 0, 2, 1_000, 20_000, 3_600_000);

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final MemoryOutboxStore store = new MemoryOutboxStore();
    private final List<Parcel> carried = new ArrayList<>();
    private Function<Parcel, Receipt> target = _ -> new Receipt.Delivered();

    private Outbox open() {
        return Outbox.create(store, this::carry, ports.ports());
    }

    private CompletableFuture<Receipt> carry(Parcel parcel) {
        carried.add(parcel);
        return CompletableFuture.completedFuture(target.apply(parcel));
    }

    private static Posting posting(String lane, boolean ordered, String body, @Nullable DeadLetter letter) {
        return new Posting(lane, ordered, Parcel.of(QUEUE, body), TWICE, letter);
    }

    private List<String> bodies() {
        return carried.stream().map(Parcel::body).toList();
    }

    @Test
    void deliversAndForgets() {
        Outbox outbox = open();
        outbox.start();

        outbox.post(List.of(posting("a", false, "1", null), posting("b", false, "2", null)));
        ports.settle();

        assertThat(bodies()).containsExactly("1", "2");
        assertThat(store.all()).isEmpty();
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void goesOnWithWhatAPredecessorLeft() {
        open().post(List.of(posting("a", false, "1", null)));
        ports.settle();
        assertThat(carried).isEmpty();

        Outbox next = open();
        next.post(List.of(posting("a", false, "2", null)));
        next.start();
        ports.settle();

        assertThat(bodies()).containsExactly("1", "2");
        assertThat(store.all()).isEmpty();
    }

    @Test
    void triesAgainWithGrowingDelaysAndThenTellsTheDeadLetterQueue() {
        target = parcel ->
                parcel.target().equals(QUEUE) ? new Receipt.Refused("500", "not now", true) : new Receipt.Delivered();
        Outbox outbox = open();
        outbox.start();

        outbox.post(List.of(posting("a", false, "1", LOST)));
        ports.settle();
        assertThat(carried).hasSize(1);
        ports.advance(Duration.ofMillis(1_001));
        assertThat(carried).hasSize(2);
        ports.advance(Duration.ofMillis(2_001));

        assertThat(carried).hasSize(4);
        assertThat(carried.getLast().target()).isEqualTo(LOST.queueArn());
        assertThat(carried.getLast().attributes())
                .containsEntry("ErrorCode", new Parcel.Attribute("String", "500"))
                .containsEntry("ErrorMessage", new Parcel.Attribute("String", "not now"))
                .containsEntry("RequestID", new Parcel.Attribute("String", "r"));
        assertThat(store.all()).isEmpty();
    }

    @Test
    void aRefusalForGoodIsNotTriedAgain() {
        target = _ -> new Receipt.Refused("404", "gone", false);
        Outbox outbox = open();
        outbox.start();

        outbox.post(List.of(posting("a", false, "1", null)));
        ports.advance(Duration.ofHours(1));

        assertThat(carried).hasSize(1);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void anOrderedLaneWaitsForItsFirst() {
        boolean[] open = {false};
        target = _ -> open[0] ? new Receipt.Delivered() : new Receipt.Refused("500", "not now", true);
        Outbox outbox = open();
        outbox.start();

        outbox.post(IntStream.range(0, 5)
                .mapToObj(i -> posting("a", true, "" + i, null))
                .toList());
        outbox.post(List.of(posting("b", true, "other", null)));
        ports.settle();
        assertThat(bodies()).containsExactly("0", "other");
        open[0] = true;
        ports.advance(Duration.ofSeconds(2));

        assertThat(bodies()).containsExactly("0", "other", "0", "other", "1", "2", "3", "4");
    }

    @Test
    void whatDoesNotFitTheWindowComesFromTheStoreInOrder() {
        int count = 3 * OutboxLimits.LANE_WINDOW + 7;
        Outbox outbox = open();
        outbox.start();

        outbox.post(IntStream.range(0, count)
                .mapToObj(i -> posting("a", true, "" + i, null))
                .toList());
        assertThat(outbox.waiting()).isEqualTo(OutboxLimits.LANE_WINDOW);
        ports.settle();

        assertThat(bodies())
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "" + i).toList());
        assertThat(store.all()).isEmpty();
    }

    @Test
    void aDroppedLaneIsForgottenWhateverIsUnderway() {
        target = _ -> new Receipt.Refused("500", "not now", true);
        Outbox outbox = open();
        outbox.start();
        outbox.post(List.of(posting("a", false, "1", null)));
        ports.settle();

        outbox.drop("a");
        ports.advance(Duration.ofHours(1));

        assertThat(carried).hasSize(1);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void theDelaysOfSnsAreThoseOfItsGuide() {
        RetryRule rule = RetryRule.SNS_INSIDE;

        assertThat(IntStream.rangeClosed(1, 12).mapToLong(i -> rule.delayMillis(i, 0)))
                .containsExactly(0L, 0L, 0L, 1_000L, 1_000L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 20_000L, 20_000L);
        assertThat(rule.delayMillis(100_016, 0)).isNegative();
        assertThat(rule.delayMillis(1, Duration.ofDays(23).toMillis())).isNegative();
    }
}
