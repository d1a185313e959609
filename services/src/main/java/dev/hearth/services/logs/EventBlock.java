package dev.hearth.services.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Some events of one stream, packed as they lie in a store: in order of time, those of one moment in order of arrival.
 *
 * <p>Each event is the milliseconds since the one before it (the first: 0), the length of its message, both as
 * variable-length numbers of seven bits a byte, least first, and the message in UTF-8.
 *
 * @param bytes the events; never changed
 * @param count how many events, at least one
 * @param firstMillis timestamp of the first event
 * @param lastMillis timestamp of the last event, at most {@link #SPAN_MILLIS} after the first
 * @param storedBytes the messages' bytes and {@link LogRules#EVENT_OVERHEAD_BYTES} for each event
 */
public record EventBlock(byte[] bytes, int count, long firstMillis, long lastMillis, long storedBytes) {

    /** The longest time from a block's first event to its last, milliseconds: how far a search must look back. */
    public static final int SPAN_MILLIS = 1_000;

    /** A block that has reached this size takes no further event, bytes. */
    public static final int FULL_BYTES = 64 * 1024;

    /** Sees one event after the other. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes an event.
         *
         * @param index its place in the block, from 0
         * @param bytes holds the message from {@code from}, {@code length} bytes of UTF-8
         * @return false when no further event is wanted
         */
        boolean event(int index, long timestampMillis, byte[] bytes, int from, int length);
    }

    /** Packs events in any order of time, in as few blocks as their times and sizes allow. */
    public static List<EventBlock> pack(List<LogEvent> events) {
        List<EventBlock> blocks = new ArrayList<>(1);
        BlockWriter writer = new BlockWriter(BlockWriter.NOTHING);
        for (LogEvent event : BlockWriter.byTime(events)) {
            byte[] message = event.message().getBytes(StandardCharsets.UTF_8);
            if (!writer.takes(event.timestampMillis(), message.length)) {
                blocks.add(writer.block());
                writer.clear();
            }
            writer.add(event.timestampMillis(), message, 0, message.length);
        }
        if (!writer.isEmpty()) {
            blocks.add(writer.block());
        }
        return blocks;
    }

    /** Shows the events to {@code visitor}, the first one first, until it has enough. */
    public void visit(Visitor visitor) {
        int at = 0;
        long time = firstMillis;
        for (int index = 0; index < count; index++) {
            long delta = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes[at++];
                delta |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    break;
                }
            }
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes[at++];
                length |= (part & 0x7f) << shift;
                if (part >= 0) {
                    break;
                }
            }
            time += delta;
            if (!visitor.event(index, time, bytes, at, length)) {
                return;
            }
            at += length;
        }
    }
}
