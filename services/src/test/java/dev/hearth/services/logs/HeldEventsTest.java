package dev.hearth.services.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.logs.LogStore.EventBatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldEventsTest {

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
    private final LogStore kept = LogStore.inMemory();
    private final List<Integer> attempts = new ArrayList<>();
    private Predicate<EventBatch> takes = _ -> true;
    private final Logs logs = Logs.create(store(), ports.ports(), new AwsScope("000000000000", "us-east-1"));

    /** Takes all or nothing of what is appended together. */
    private LogStore store() {
        return (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("append")) {
                        List<?> batches = (List<?>) arguments[0];
                        attempts.add(batches.size());
                        if (!batches.stream().map(EventBatch.class::cast).allMatch(takes)) {
                            throw new IllegalStateException("the store is away");
                        }
                    }
                    try {
                        return method.invoke(kept, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @AfterEach
    void close() {
        logs.close();
    }

    private void say(String stream, String message) {
        logs.append("g", stream, List.of(new LogEvent(ports.instant().toEpochMilli(), message)));
        ports.advance(Duration.ofMillis(Logs.APPEND_DELAY_MILLIS));
    }

    private List<String> written() {
        if (kept.group("g").isEmpty()) {
            return List.of();
        }
        LogStore.EventScan all = new LogStore.EventScan(
                "g", new LogStore.Streams.All(), EventCursor.START, EventCursor.END, false, 1_000, 1 << 30);
        return kept.events(all).events().stream().map(StoredEvent::message).toList();
    }

    @Test
    void whatWasPrintedWhileTheStoreWasAwayIsWrittenWhenItIsBack() {
        say("s", "before");
        takes = _ -> false;
        for (int i = 0; i < 50; i++) {
            say("s", "away " + i);
        }
        assertThat(written()).containsExactly("before");
        assertThat(attempts).as("it is left in peace meanwhile").hasSizeLessThan(20);

        takes = _ -> true;
        ports.advance(Duration.ofSeconds(1));

        assertThat(written()).hasSize(51).startsWith("before", "away 0").endsWith("away 49");
        say("s", "after");
        assertThat(written()).hasSize(52).endsWith("after");
    }

    /** One batch that no store takes must not keep back all that come after it. */
    @Test
    void whatTheStoreNeverTakesIsDroppedAlone() {
        takes = batch -> !batch.stream().equals("bad");
        say("bad", "never");
        say("good", "1");
        say("good", "2");
        ports.advance(Duration.ofSeconds(3));

        assertThat(written()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void theOldestAreDroppedAndCountedWhenThereAreTooMany() {
        HeldEvents held = new HeldEvents(100);
        for (int i = 0; i < 5; i++) {
            held.add(List.of(EventBatch.of("g", "s", List.of(new LogEvent(i, "0123456789")))));
        }

        assertThat(held.takeDropped()).isEqualTo(3);
        assertThat(held.takeDropped()).isZero();
        assertThat(held.oldest().blocks().getFirst().firstMillis()).isEqualTo(3);
        held.oldestIsWritten();
        assertThat(held.areMany()).isFalse();
        held.dropAll();
        assertThat(held.takeDropped()).isEqualTo(1);
        assertThat(held.isEmpty()).isTrue();
    }
}
