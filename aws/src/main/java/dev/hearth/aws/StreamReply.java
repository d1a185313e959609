package dev.hearth.aws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a {@link StreamApi}.
 *
 * @param status HTTP status
 * @param headers in order, without Content-Length
 * @param content the body
 */
public record StreamReply(int status, List<Map.Entry<String, String>> headers, Content content) {

    /** A body. */
    public sealed interface Content {

        /** How many bytes it has. */
        long length();

        /** Bytes at hand. */
        record Bytes(byte[] bytes) implements Content {
            @Override
            public long length() {
                return bytes.length;
            }
        }

        /** A part of a file, which is closed when it was sent. */
        record InFile(FileChannel file, long offset, long length) implements Content {}

        /** Bytes that are made while they are sent. */
        record Made(Source source, long length) implements Content {}

        /** Nothing, though a body of this length is spoken of: what HEAD answers. */
        record Unsent(long length) implements Content {}
    }

    /** Makes bytes; belongs to one task. */
    public interface Source extends AutoCloseable {

        /** The next bytes, never empty; null at the end. */
        @Nullable
        ByteBuffer next() throws IOException;

        @Override
        void close();
    }

    /** With a body of text. */
    public static StreamReply of(int status, List<Map.Entry<String, String>> headers, String body) {
        return new StreamReply(status, headers, new Content.Bytes(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Without a body. */
    public static StreamReply empty(int status, List<Map.Entry<String, String>> headers) {
        return new StreamReply(status, headers, new Content.Bytes(new byte[0]));
    }
}
