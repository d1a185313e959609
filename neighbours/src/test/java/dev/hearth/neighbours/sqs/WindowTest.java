package dev.hearth.neighbours.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final int LIMIT = 3;

    private final Window window = new Window(true, 0, 0, new AtomicLong());

    private static StoredMessage message(long sequence) {
        StoredMessage.Content content = new StoredMessage.Content("id", "body", Map.of(), 1, "group", null, null, null);
        return new StoredMessage(sequence, content, 0, 0, 0, 0);
    }

    private void load(long... sequences) {
        long after = window.startLoad();
        window.loaded(
                java.util.Arrays.stream(sequences).mapToObj(WindowTest::message).toList(), after, LIMIT, 1);
    }

    private Entry expected(long sequence) {
        Entry entry = new Entry(message(sequence), true);
        window.expect(entry);
        return entry;
    }

    private List<Long> ready() {
        return window.order().take(100, 9, entry -> true).stream()
                .map(entry -> entry.sequence)
                .toList();
    }

    @Test
    void nothingOvertakesWhatWasAcceptedBefore() {
        load();
        Entry first = expected(1);
        Entry second = expected(2);
        window.committed(second, 1);
        assertThat(window.order().hasReady()).isFalse();
        window.committed(first, 1);
        assertThat(ready()).containsExactly(1L, 2L);
    }

    @Test
    void whatIsCommittedWhileALoadRunsIsLoadedByTheNext() {
        Entry first = expected(1);
        long after = window.startLoad();
        window.committed(first, 1);
        window.loaded(List.of(), after, LIMIT, 1);
        assertThat(window.isComplete()).isFalse();
        load(1);
        assertThat(window.isComplete()).isTrue();
        assertThat(ready()).containsExactly(1L);
    }

    @Test
    void aLoadDoesNotBringWhatIsStillToBeToldOrGone() {
        load(1, 2, 3);
        Entry third = window.find(3);
        Entry coming = expected(5);
        long after = window.startLoad();
        assertThat(after).isEqualTo(3);
        window.remove(third);
        window.left(3);
        window.loaded(List.of(message(3), message(4), message(5)), after, LIMIT, 1);
        assertThat(window.find(3)).isNull();
        assertThat(window.find(5)).isNull();
        window.committed(coming, 1);
        load(5);
        assertThat(ready()).containsExactly(1L, 2L, 4L, 5L);
    }

    @Test
    void aPurgeDuringALoadWins() {
        long after = window.startLoad();
        Entry coming = expected(2);
        window.purge(10);
        window.loaded(List.of(message(1)), after, LIMIT, 1);
        window.committed(coming, 1);
        assertThat(ready()).isEmpty();
        assertThat(window.stored()).isZero();
        window.committed(expected(11), 1);
        assertThat(ready()).containsExactly(11L);
    }
}
