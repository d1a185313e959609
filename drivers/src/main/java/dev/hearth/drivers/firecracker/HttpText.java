package dev.hearth.drivers.firecracker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 messages with a {@code Content-Length} from one connection, as Firecracker's server writes and reads
 * them: no chunks, no trailers. Bytes after a message are kept for the next.
 */
final class HttpText {

    /** Bytes of a message's lines before its body. */
    static final int MAX_HEAD = 8 << 10;
    /** Bytes of a message's body; Firecracker's own answers are a few KiB. */
    static final int MAX_BODY = 1 << 20;

    private static final String LENGTH = "content-length:";

    /**
     * A message.
     *
     * @param firstLine the request line or the status line
     * @param body as text; empty when there is none
     */
    record Message(String firstLine, String body, boolean close) {}

    private final ReadableByteChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 10).flip();

    HttpText(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** The next message, or null when the connection ended before its first byte. */
    @Nullable
    Message read() throws IOException {
        int end = headEnd();
        while (end < 0) {
            if (!more(MAX_HEAD)) {
                if (buffer.hasRemaining()) {
                    throw new EOFException("the connection ended in the middle of a message");
                }
                return null;
            }
            end = headEnd();
        }
        String head = take(end);
        int length = 0;
        boolean close = false;
        String[] lines = head.split("\r\n");
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = length(lower.substring(LENGTH.length()).strip());
            } else if (lower.startsWith("connection:")) {
                close = lower.endsWith("close");
            }
        }
        while (buffer.remaining() < length) {
            if (!more(length)) {
                throw new EOFException("the connection ended in the middle of a body");
            }
        }
        return new Message(lines[0], take(length), close);
    }

    private static int length(String text) throws IOException {
        try {
            int length = Integer.parseInt(text);
            if (length >= 0 && length <= MAX_BODY) {
                return length;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IOException("a body of " + text + " bytes; at most " + MAX_BODY);
    }

    private int headEnd() {
        for (int i = buffer.position(); i + 3 < buffer.limit(); i++) {
            if (buffer.get(i) == '\r'
                    && buffer.get(i + 1) == '\n'
                    && buffer.get(i + 2) == '\r'
                    && buffer.get(i + 3) == '\n') {
                return i + 4 - buffer.position();
            }
        }
        return -1;
    }

    private String take(int count) {
        byte[] bytes = new byte[count];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads on; false at the end of the connection. */
    private boolean more(int limit) throws IOException {
        if (buffer.remaining() > limit) {
            throw new IOException("a message of more than " + limit + " bytes");
        }
        buffer.compact();
        if (!buffer.hasRemaining()) {
            buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
        }
        int got = channel.read(buffer);
        buffer.flip();
        return got >= 0;
    }
}
