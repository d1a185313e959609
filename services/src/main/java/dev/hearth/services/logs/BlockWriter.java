package dev.hearth.services.logs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Packs events into an {@link EventBlock}, in a buffer that grows and can be used again. */
final class BlockWriter {

    static final byte[] NOTHING = {};

    private static final int FIRST_BYTES = 1_024;

    /** The most bytes of an event's two numbers. */
    private static final int HEAD_BYTES = 10;

    private byte[] buffer;
    private int length;
    private int count;
    private long firstMillis;
    private long lastMillis;
    private long messageBytes;

    /** @param buffer is filled first; belongs to this writer from now on */
    BlockWriter(byte[] buffer) {
        this.buffer = buffer;
    }

    /** The events in order of time, those of one moment in their order here. */
    static List<LogEvent> byTime(List<LogEvent> events) {
        long previous = Long.MIN_VALUE;
        for (LogEvent event : events) {
            if (event.timestampMillis() < previous) {
                return events.stream()
                        .sorted(Comparator.comparingLong(LogEvent::timestampMillis))
                        .toList();
            }
            previous = event.timestampMillis();
        }
        return events;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether an event belongs into the same block as those before it. */
    boolean takes(long timestampMillis, int bytes) {
        return count == 0
                || (timestampMillis >= lastMillis
                        && timestampMillis - firstMillis <= EventBlock.SPAN_MILLIS
                        && length + HEAD_BYTES + bytes <= EventBlock.FULL_BYTES);
    }

    void add(long timestampMillis, byte[] message, int from, int bytes) {
        if (count == 0) {
            firstMillis = timestampMillis;
            lastMillis = timestampMillis;
        }
        makeRoom(HEAD_BYTES + bytes);
        number(timestampMillis - lastMillis);
        number(bytes);
        System.arraycopy(message, from, buffer, length, bytes);
        length += bytes;
        lastMillis = timestampMillis;
        messageBytes += bytes;
        count++;
    }

    private void makeRoom(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(length + more, Math.max(FIRST_BYTES, buffer.length * 2)));
        }
    }

    private void number(long value) {
        long rest = value;
        while (rest > 0x7f) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    EventBlock block() {
        return new EventBlock(
                Arrays.copyOf(buffer, length),
                count,
                firstMillis,
                lastMillis,
                messageBytes + (long) count * LogRules.EVENT_OVERHEAD_BYTES);
    }

    void clear() {
        length = 0;
        count = 0;
        messageBytes = 0;
    }

    /** The buffer, for another writer; this one is finished. */
    byte[] takeBuffer() {
        byte[] taken = buffer;
        buffer = NOTHING;
        clear();
        return taken;
    }
}
