package dev.hearth.services.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBlockTest {

    private static List<LogEvent> unpack(EventBlock block) {
        List<LogEvent> events = new ArrayList<>();
        block.visit((index, time, bytes, from, length) -> {
            assertThat(index).isEqualTo(events.size());
            return events.add(new LogEvent(time, new String(bytes, from, length, StandardCharsets.UTF_8)));
        });
        return events;
    }

    @Test
    void whatIsPackedIsUnpackedInOrderOfTime() {
        List<EventBlock> blocks = EventBlock.pack(List.of(
                new LogEvent(1_000, "b"),
                new LogEvent(0, "a"),
                new LogEvent(1_000, "é".repeat(300)),
                event(1_000, "")));
        assertThat(blocks).hasSize(1);
        EventBlock block = blocks.getFirst();
        assertThat(unpack(block))
                .containsExactly(event(0, "a"), event(1_000, "b"), event(1_000, "é".repeat(300)), event(1_000, ""));
        assertThat(block.firstMillis()).isZero();
        assertThat(block.lastMillis()).isEqualTo(1_000);
        assertThat(block.storedBytes()).isEqualTo(602 + 4 * LogRules.EVENT_OVERHEAD_BYTES);
    }

    @Test
    void aBlockEndsBeforeItsSpanIsTooLong() {
        List<LogEvent> events = List.of(event(5, "a"), event(5 + EventBlock.SPAN_MILLIS, "b"), event(2_000_000, "c"));
        List<EventBlock> blocks = EventBlock.pack(events);
        assertThat(blocks).extracting(EventBlock::count).containsExactly(2, 1);
        assertThat(blocks.stream().flatMap(block -> unpack(block).stream())).containsExactlyElementsOf(events);
    }

    @Test
    void aFullBlockTakesNoMoreAndALargeMessageHasItsOwn() {
        String large = "x".repeat(EventBlock.FULL_BYTES * 2);
        String third = "y".repeat(EventBlock.FULL_BYTES / 3);
        List<EventBlock> blocks = EventBlock.pack(List.of(
                event(1, "a"), event(1, large), event(1, third), event(1, third), event(1, third), event(1, "b")));
        assertThat(blocks).extracting(EventBlock::count).containsExactly(1, 1, 2, 2);
    }

    @Test
    void aVisitorThatHasEnoughSeesNoMore() {
        List<Integer> seen = new ArrayList<>();
        EventBlock.pack(List.of(event(1, "a"), event(2, "b"), event(3, "c")))
                .getFirst()
                .visit((index, _, _, _, _) -> {
                    seen.add(index);
                    return index < 1;
                });
        assertThat(seen).containsExactly(0, 1);
    }

    private static LogEvent event(long timestampMillis, String message) {
        return new LogEvent(timestampMillis, message);
    }
}
