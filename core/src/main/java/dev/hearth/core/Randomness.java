package dev.hearth.core;

import java.util.HexFormat;
import java.util.UUID;

/** The only source of randomness: secure in the server, seeded in tests and in the simulation. */
public interface Randomness {

    /** {@code count} random bytes. */
    byte[] bytes(int count);

    /** A uniformly random long. */
    long nextLong();

    /** A random (version 4) UUID, the form of AWS request ids and revision ids. */
    default UUID uuid() {
        long high = (nextLong() & ~0xF000L) | 0x4000L;
        long low = (nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    /** {@code digits} lower-case hexadecimal digits, {@code digits} even. */
    default String hex(int digits) {
        return HexFormat.of().formatHex(bytes(digits / 2));
    }
}
