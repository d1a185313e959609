package dev.hearth.services.pollerfleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.pollerfleet.SourcePlan.OnError;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The leased loop over a source in memory, in virtual time. */
class SourcePollerTest {

    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

    private final VirtualPorts ports = new VirtualPorts(START, 1);
    private final LeaseStore leases = LeaseStore.inMemory(ports);
    private final ListSource source = new ListSource();
    private final List<String> invoked = new ArrayList<>();
    private final Deque<InvokeOutcome> answers = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();

    /** A source that offers what the test puts in; what is given back it does not offer again. */
    private final class ListSource implements EventSource {
        private final Deque<Item> items = new ArrayDeque<>();
        private final List<String> done = new ArrayList<>();
        private final List<String> returned = new ArrayList<>();

        void put(String... ids) {
            for (String id : ids) {
                items.add(new Item(id, FleetFixture.bytes(id), FleetFixture.bytes(id), ports.instant()));
            }
        }

        @Override
        public CompletionStage<List<Item>> read(int most, Duration wait) {
            CompletableFuture<List<Item>> read = new CompletableFuture<>();
            look(most, wait, read);
            return read;
        }

        private void look(int most, Duration left, CompletableFuture<List<Item>> read) {
            if (!items.isEmpty() || left.isZero() || left.isNegative()) {
                List<Item> found = new ArrayList<>();
                while (found.size() < most && !items.isEmpty()) {
                    found.add(items.poll());
                }
                read.complete(found);
                return;
            }
            Duration step = Duration.ofMillis(100);
            ports.after(step, () -> look(most, left.minus(step), read));
        }

        @Override
        public ByteBuffer event(List<Item> batch) {
            return FleetFixture.bytes(ids(batch));
        }

        @Override
        public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items) {
            boolean current = leases.isCurrent(lease);
            if (current) {
                done.add(ids(items));
            }
            return CompletableFuture.completedFuture(current);
        }

        @Override
        public CompletionStage<Void> giveBack(List<Item> items) {
            returned.add(ids(items));
            return CompletableFuture.completedFuture(null);
        }
    }

    private static String ids(List<Item> items) {
        return items.stream().map(Item::id).collect(Collectors.joining(","));
    }

    private static SourcePlan plan(OnError onError, int batch, int window, int retries, boolean bisect) {
        return new SourcePlan(
                "shard/1",
                "f",
                batch,
                Duration.ofSeconds(window),
                onError,
                true,
                retries,
                Duration.ZERO,
                bisect,
                Duration.ZERO,
                "arn:aws:sqs:us-east-1:000000000000:told");
    }

    private SourcePoller start(SourcePlan plan, ItemFilter filter) {
        Destinations destinations = new RoutedDestinations(
                _ -> CompletableFuture.completedFuture(new Delivery.Delivered()), Map.of("sqs", message -> {
                    told.add(FleetFixture.text(message));
                    return CompletableFuture.completedFuture(new Delivery.Delivered());
                }));
        return SourcePoller.start(
                source,
                plan,
                filter,
                Leasing.create(leases, "a", ports.ports()),
                command -> {
                    invoked.add(java.nio.charset.StandardCharsets.UTF_8
                            .decode(command.payload().duplicate())
                            .toString());
                    InvokeOutcome answer = answers.poll();
                    return CompletableFuture.completedFuture(answer == null ? FleetFixture.success("null") : answer);
                },
                destinations,
                ports.ports());
    }

    @Test
    void aBatchIsWhatIsThereAtMostItsSizeAndTheFilteredIsDoneWithoutAnInvocation() {
        source.put("a", "b", "x", "c", "d");
        start(plan(OnError.GIVE_BACK, 3, 0, 0, false), item -> !item.id().equals("x"));
        ports.advance(Duration.ofSeconds(1));
        assertThat(invoked).containsExactly("a,b", "c,d");
        assertThat(source.done).containsExactly("x", "a,b", "c,d");
    }

    @Test
    void theWindowFillsABatch() {
        start(plan(OnError.GIVE_BACK, 3, 5, 0, false), ItemFilter.ALL);
        source.put("a");
        ports.advance(Duration.ofSeconds(2));
        source.put("b");
        ports.advance(Duration.ofSeconds(2));
        assertThat(invoked).isEmpty();
        ports.advance(Duration.ofSeconds(2));
        assertThat(invoked).containsExactly("a,b");
        source.put("c", "d", "e");
        ports.advance(Duration.ofMillis(200));
        assertThat(invoked).containsExactly("a,b", "c,d,e");
    }

    @Test
    void aQueueGetsBackWhatFailedWhollyOrInPart() {
        source.put("a", "b", "c", "d", "e", "f");
        answers.add(FleetFixture.success("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"));
        answers.add(FleetFixture.error("no"));
        answers.add(FleetFixture.success("{\"batchItemFailures\":[{\"itemIdentifier\":\"?\"}]}"));
        start(plan(OnError.GIVE_BACK, 2, 0, 0, false), ItemFilter.ALL);
        ports.advance(Duration.ofSeconds(1));
        assertThat(source.done).containsExactly("a");
        assertThat(source.returned).containsExactly("b", "c,d", "e,f");
    }

    @Test
    void aShardTriesTheSameBatchAgainInHalvesAndTellsOfWhatItGivesUp() {
        source.put("a", "b", "c", "d");
        // The whole, then both halves: the second of them fails, and its own halves; "d" fails for good.
        answers.add(FleetFixture.error("no"));
        answers.add(FleetFixture.success("null"));
        answers.add(FleetFixture.error("no"));
        answers.add(FleetFixture.success("null"));
        answers.add(FleetFixture.error("no"));
        answers.add(FleetFixture.error("no"));
        start(plan(OnError.RETRY, 4, 0, 1, true), ItemFilter.ALL);
        ports.advance(Duration.ofMinutes(5));
        assertThat(invoked).containsExactly("a,b,c,d", "a,b", "c,d", "c", "d", "d");
        assertThat(source.done).containsExactly("a,b", "c", "d");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).contains("\"batchSize\":1").contains("\"approximateInvokeCount\":2");
    }

    @Test
    void aShardGoesOnFromTheFirstItemThatFailed() {
        source.put("a", "b", "c");
        answers.add(FleetFixture.success(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"},{\"itemIdentifier\":\"b\"}]}"));
        start(plan(OnError.RETRY, 3, 0, -1, false), ItemFilter.ALL);
        ports.advance(Duration.ofMinutes(1));
        assertThat(invoked).containsExactly("a,b,c", "b,c");
        assertThat(source.done).containsExactly("a", "b,c");
    }

    @Test
    void throttlesDoNotCountAsRetries() {
        source.put("a");
        for (int i = 0; i < 5; i++) {
            answers.add(FleetFixture.throttled());
        }
        start(plan(OnError.RETRY, 1, 0, 0, false), ItemFilter.ALL);
        ports.advance(Duration.ofMinutes(5));
        assertThat(invoked).hasSize(6);
        assertThat(source.done).containsExactly("a");
        assertThat(told).isEmpty();
    }

    @Test
    void onePollerHasTheLeaseAndAnotherGoesOnWhenItIsClosed() {
        SourcePoller first = start(plan(OnError.RETRY, 1, 0, 0, false), ItemFilter.ALL);
        ports.settle();
        assertThat(leases.granted()).hasSize(1);
        first.close();
        ports.advance(Duration.ofSeconds(21));
        assertThat(leases.granted()).isEmpty();
    }
}
