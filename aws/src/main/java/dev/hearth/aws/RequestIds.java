package dev.hearth.aws;

import dev.hearth.core.Randomness;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Request ids of one event loop: version 4 UUIDs whose randomness is drawn for many at a time. */
final class RequestIds {

    private static final int ID_BYTES = 16;
    private static final int IDS_AT_A_TIME = 256;
    private static final long VERSION = 0x4000L;
    private static final long VERSION_MASK = 0xF000L;
    private static final long VARIANT = 0b10L << 62;
    private static final long VARIANT_MASK = 0b11L << 62;

    private final Randomness randomness;
    private ByteBuffer drawn = ByteBuffer.allocate(0);

    RequestIds(Randomness randomness) {
        this.randomness = randomness;
    }

    String next() {
        if (!drawn.hasRemaining()) {
            drawn = ByteBuffer.wrap(randomness.bytes(ID_BYTES * IDS_AT_A_TIME));
        }
        long high = drawn.getLong() & ~VERSION_MASK | VERSION;
        long low = drawn.getLong() & ~VARIANT_MASK | VARIANT;
        return new UUID(high, low).toString();
    }
}
