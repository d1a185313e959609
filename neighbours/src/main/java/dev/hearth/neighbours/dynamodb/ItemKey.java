package dev.hearth.neighbours.dynamodb;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where an item or an entry of an index is: bytes that sort as their values do.
 *
 * @param hash the hash of the partition key, {@link KeyBytes#PREFIX} bytes, and the partition key itself
 * @param range the sort key; empty where there is none
 */
public record ItemKey(byte[] hash, byte[] range) {

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey(byte[] itsHash, byte[] itsRange)
                && Arrays.equals(hash, itsHash)
                && Arrays.equals(range, itsRange);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(hash) + Arrays.hashCode(range);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash) + "/" + HexFormat.of().formatHex(range);
    }
}
