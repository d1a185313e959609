package dev.hearth.neighbours.s3;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The checksum of a whole from its parts' checksums: a CRC of two texts is the first's, moved over as many zero bytes
 * as the second has, and the second's added. Moving over zeros is a linear map, which is squared to go far.
 */
final class Combining {

    private static final long CRC32 = 0xEDB88320L;
    private static final long CRC32C = 0x82F63B78L;

    private Combining() {}

    /** The raw value of the whole whose first part has {@code first}. */
    static byte[] of(ChecksumAlgorithm algorithm, byte[] first, byte[] second, long secondBytes) {
        long a = number(first);
        long b = number(second);
        long moved = moved(a, secondBytes, polynomial(algorithm), first.length * Byte.SIZE);
        return bytes(moved ^ b, first.length);
    }

    private static long polynomial(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> CRC32;
            case CRC32C -> CRC32C;
            case CRC64NVME -> Crc64.POLYNOMIAL;
            case SHA1, SHA256 -> throw new IllegalArgumentException(algorithm + " does not combine");
        };
    }

    private static long moved(long crc, long zeroBytes, long polynomial, int width) {
        long[] power = new long[width];
        power[0] = polynomial;
        for (int i = 1; i < width; i++) {
            power[i] = 1L << i - 1;
        }
        // From one zero bit to one zero byte.
        for (int i = 0; i < 3; i++) {
            power = squared(power);
        }
        long result = crc;
        for (long left = zeroBytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                result = times(power, result);
            }
            power = squared(power);
        }
        return result;
    }

    private static long times(long[] map, long vector) {
        long sum = 0;
        for (int i = 0; i < map.length; i++) {
            sum ^= (vector >>> i & 1) == 0 ? 0 : map[i];
        }
        return sum;
    }

    private static long[] squared(long[] map) {
        long[] square = new long[map.length];
        for (int i = 0; i < map.length; i++) {
            square[i] = times(map, map[i]);
        }
        return square;
    }

    private static long number(byte[] bytes) {
        return bytes.length == Long.BYTES
                ? ByteBuffer.wrap(bytes).getLong()
                : ByteBuffer.wrap(bytes).getInt() & 0xFFFF_FFFFL;
    }

    private static byte[] bytes(long value, int length) {
        return length == Long.BYTES
                ? ByteBuffer.allocate(length).putLong(value).array()
                : ByteBuffer.allocate(length).putInt((int) value).array();
    }

    static byte[] raw(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
