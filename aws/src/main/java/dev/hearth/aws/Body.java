package dev.hearth.aws;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as it arrives, with its digest. The common body is one chunk, which is kept as it is; a longer one
 * is collected in an array that grows with what really came, never with what was announced.
 */
final class Body {

    private static final byte[] NOTHING = {};

    private final int limit;
    private final AtomicLong buffered;
    private final long maxBuffered;
    private byte[] array = NOTHING;
    private int offset;
    private int length;
    private int reserved;
    private boolean shared;
    private @Nullable MessageDigest digest;

    Body(int limit, EdgeParts parts) {
        this.limit = limit;
        this.buffered = parts.bufferedBytes();
        this.maxBuffered = parts.options().maxBufferedBytes();
    }

    /** False when the chunk goes over the limit. */
    boolean add(Buffer chunk) {
        int more = chunk.length();
        if (more > limit - length) {
            return false;
        }
        if (length == 0) {
            keep(chunk);
            return true;
        }
        if (digest == null) {
            digest = Scratch.sha256();
            digest.update(array, offset, length);
        }
        room(length + more);
        chunk.getBytes(array, length);
        digest.update(array, length, more);
        length += more;
        return true;
    }

    private void keep(Buffer chunk) {
        ByteBuf bytes = ((BufferInternal) chunk).getByteBuf();
        length = chunk.length();
        reserve(length);
        if (bytes.hasArray()) {
            array = bytes.array();
            offset = bytes.arrayOffset() + bytes.readerIndex();
            shared = true;
        } else {
            array = chunk.getBytes();
        }
    }

    private void room(int wanted) {
        if (!shared && wanted <= array.length) {
            return;
        }
        int size = Math.min(limit, Math.max(wanted, 2 * length));
        reserve(size);
        array = Arrays.copyOf(Arrays.copyOfRange(array, offset, offset + length), size);
        offset = 0;
        shared = false;
    }

    private void reserve(int size) {
        int more = size - reserved;
        if (buffered.addAndGet(more) > maxBuffered) {
            buffered.addAndGet(-more);
            throw EdgeError.THROTTLED.because("Too many request bodies at once");
        }
        reserved = size;
    }

    /** Gives the memory back to the others. */
    void release() {
        buffered.addAndGet(-reserved);
        reserved = 0;
        length = 0;
        array = NOTHING;
        offset = 0;
    }

    /** The whole, backed by an array. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(array, offset, length);
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Lower-case hexadecimal SHA-256; once. */
    String hash(SigV4 signatures) {
        return digest == null
                ? signatures.hash(array, offset, length)
                : HexFormat.of().formatHex(digest.digest());
    }
}
