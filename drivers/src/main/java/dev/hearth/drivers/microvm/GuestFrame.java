package dev.hearth.drivers.microvm;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** One control frame: its kind and the bytes after the header. */
record GuestFrame(int kind, ByteBuffer payload) {

    private static final int LENGTH_AT = 4;

    /** The bytes of a frame, ready to be written. */
    static ByteBuffer encode(int kind, byte[] payload) {
        return ByteBuffer.allocate(GuestProtocol.HEADER_BYTES + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) kind)
                .putInt(LENGTH_AT, payload.length)
                .put(GuestProtocol.HEADER_BYTES, payload);
    }

    /** A payload of numbers. */
    static ByteBuffer numbers(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads frames from a channel; a frame is valid until the next is read. */
    static final class Reader {

        private final ReadableByteChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(
                        GuestProtocol.HEADER_BYTES + GuestProtocol.MAX_PAYLOAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);

        Reader(ReadableByteChannel channel) {
            this.channel = channel;
        }

        /**
         * The next frame, or null at the end.
         *
         * @throws IOException when the channel broke or what came is no frame
         */
        @Nullable
        GuestFrame next() throws IOException {
            if (!fill(GuestProtocol.HEADER_BYTES)) {
                return null;
            }
            int start = buffer.position();
            int kind = Byte.toUnsignedInt(buffer.get(start));
            int length = buffer.getInt(start + LENGTH_AT);
            if (length < 0 || length > GuestProtocol.MAX_PAYLOAD_BYTES) {
                throw new IOException("the guest sent a frame of " + Integer.toUnsignedString(length) + " bytes");
            }
            buffer.position(start + GuestProtocol.HEADER_BYTES);
            if (!fill(length)) {
                throw new EOFException("the guest's connection ended within a frame");
            }
            ByteBuffer payload = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            buffer.position(buffer.position() + length);
            return new GuestFrame(kind, payload);
        }

        /** Makes sure that {@code bytes} can be read from the buffer; false at the end of the channel. */
        private boolean fill(int bytes) throws IOException {
            if (buffer.remaining() >= bytes) {
                return true;
            }
            buffer.compact();
            try {
                while (buffer.position() < bytes) {
                    if (channel.read(buffer) < 0) {
                        return false;
                    }
                }
            } finally {
                buffer.flip();
            }
            return true;
        }
    }
}
