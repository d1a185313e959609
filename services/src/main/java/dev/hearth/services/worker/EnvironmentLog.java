package dev.hearth.services.worker;

import dev.hearth.core.Time;
import dev.hearth.services.logs.LogAppender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log stream of one environment: cuts output into lines, puts Lambda's own lines between them in the right order,
 * and remembers the end of an invocation's log for a caller who wants it. Thread-safe: output comes from the
 * sandbox's threads.
 */
final class EnvironmentLog {

    private static final byte[] NONE = {};
    private static final int FIRST_LINE_BYTES = 256;

    /** A line's buffer over this size is not kept for the next, bytes. */
    private static final int KEPT_LINE_BYTES = 8 * 1024;

    private final LogAppender.Appending stream;
    private final Time time;
    private final Consumer<String> lines;
    private final ArrayDeque<byte[]> tail = new ArrayDeque<>();
    private byte[] line = NONE;
    private int length;
    private int tailBytes;
    private boolean tailing;

    EnvironmentLog(LogAppender logs, String group, String stream, Time time, Consumer<String> lines) {
        this.stream = logs.open(group, stream);
        this.time = time;
        this.lines = lines;
    }

    /** Takes bytes that a process wrote; whole lines go to the log at once. */
    synchronized void output(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int end = lineEnd(bytes);
            take(bytes, end - bytes.position());
            if (bytes.hasRemaining() && bytes.get(bytes.position()) == '\n') {
                bytes.get();
                cut();
            } else if (length == Limits.LOG_LINE_BYTES) {
                cut();
            }
        }
    }

    private int lineEnd(ByteBuffer bytes) {
        int most = Math.min(bytes.limit(), bytes.position() + Limits.LOG_LINE_BYTES - length);
        for (int i = bytes.position(); i < most; i++) {
            if (bytes.get(i) == '\n') {
                return i;
            }
        }
        return most;
    }

    private void take(ByteBuffer bytes, int count) {
        if (length + count > line.length) {
            int doubled = Math.max(FIRST_LINE_BYTES, Math.max(length + count, line.length * 2));
            line = Arrays.copyOf(line, Math.min(doubled, Limits.LOG_LINE_BYTES));
        }
        bytes.get(line, length, count);
        length += count;
    }

    private void cut() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        add(line, end);
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        if (line.length > KEPT_LINE_BYTES) {
            line = NONE;
        }
        lines.accept(text);
    }

    /** Adds a line of Lambda's own; what a process wrote of a line before it stands on its own. */
    synchronized void write(String text) {
        add(text);
    }

    /** Begins an invocation's log; its first line is {@code start} unless that is empty. */
    synchronized void open(String start, boolean wantTail) {
        tailing = wantTail;
        tail.clear();
        tailBytes = 0;
        if (!start.isEmpty()) {
            add(start);
        }
    }

    /** Ends an invocation's log: an unfinished line first, then {@code last}. */
    synchronized void close(List<String> last) {
        if (length > 0) {
            cut();
        }
        last.forEach(this::add);
    }

    /** The last bytes of the invocation's log so far, each line with its end. */
    synchronized byte[] tail() {
        byte[] all = new byte[tailBytes];
        int at = 0;
        for (byte[] text : tail) {
            System.arraycopy(text, 0, all, at, text.length);
            at += text.length;
        }
        return all.length <= Limits.LOG_TAIL_BYTES
                ? all
                : Arrays.copyOfRange(all, all.length - Limits.LOG_TAIL_BYTES, all.length);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes, bytes.length);
    }

    private void add(byte[] text, int bytes) {
        stream.append(time.millis(), text, 0, bytes);
        if (tailing) {
            byte[] withEnd = Arrays.copyOf(text, bytes + 1);
            withEnd[bytes] = '\n';
            tail.add(withEnd);
            tailBytes += withEnd.length;
            while (tailBytes - tail.getFirst().length >= Limits.LOG_TAIL_BYTES) {
                tailBytes -= tail.removeFirst().length;
            }
        }
    }
}
