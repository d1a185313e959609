package dev.hearth.neighbours.s3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * CRC-64/NVME (NVM Express base specification), eight bytes at a step. Each step waits for the one before, so long
 * texts go in two lanes beside each other: the second begins with zero, and the first is moved over its length.
 */
final class Crc64 implements Summing {

    /** The polynomial, reflected. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int STEP = Long.BYTES;
    private static final int LANE = 2048; // bytes
    private static final int VALUES = 256;
    private static final long[][] TABLES = tables();
    private static final long[] T0 = TABLES[0];
    private static final long[] T1 = TABLES[1];
    private static final long[] T2 = TABLES[2];
    private static final long[] T3 = TABLES[3];
    private static final long[] T4 = TABLES[4];
    private static final long[] T5 = TABLES[5];
    private static final long[] T6 = TABLES[6];
    private static final long[] T7 = TABLES[7];
    private static final long[][] OVER_A_LANE = overALane();

    private long crc = -1;

    private static long[][] tables() {
        long[][] tables = new long[STEP][VALUES];
        for (int i = 0; i < VALUES; i++) {
            long value = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            tables[0][i] = value;
        }
        for (int i = 0; i < VALUES; i++) {
            for (int table = 1; table < STEP; table++) {
                long before = tables[table - 1][i];
                tables[table][i] = before >>> 8 ^ tables[0][(int) before & 0xFF];
            }
        }
        return tables;
    }

    /** For each byte of a value, what it becomes when as many zeros follow as a lane has bytes. */
    private static long[][] overALane() {
        long[][] tables = new long[STEP][VALUES];
        for (int place = 0; place < STEP; place++) {
            long[] table = tables[place];
            for (int bit = 1; bit < VALUES; bit <<= 1) {
                long value = (long) bit << Byte.SIZE * place;
                for (int i = 0; i < LANE; i += STEP) {
                    value = step(value);
                }
                // The map is linear: the other values are sums of those of their bits.
                for (int lower = 0; lower < bit; lower++) {
                    table[bit + lower] = value ^ table[lower];
                }
            }
        }
        return tables;
    }

    private static long step(long word) {
        return T7[(int) word & 0xFF]
                ^ T6[(int) (word >>> 8) & 0xFF]
                ^ T5[(int) (word >>> 16) & 0xFF]
                ^ T4[(int) (word >>> 24) & 0xFF]
                ^ T3[(int) (word >>> 32) & 0xFF]
                ^ T2[(int) (word >>> 40) & 0xFF]
                ^ T1[(int) (word >>> 48) & 0xFF]
                ^ T0[(int) (word >>> 56)];
    }

    private static long overALane(long value) {
        long sum = 0;
        for (int place = 0; place < STEP; place++) {
            sum ^= OVER_A_LANE[place][(int) (value >>> Byte.SIZE * place) & 0xFF];
        }
        return sum;
    }

    @Override
    public void add(ByteBuffer given) {
        ByteBuffer bytes = given.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long value = crc;
        while (bytes.remaining() >= 2 * LANE) {
            value = lanes(value, bytes, bytes.position());
            bytes.position(bytes.position() + 2 * LANE);
        }
        while (bytes.remaining() >= STEP) {
            value = step(value ^ bytes.getLong());
        }
        while (bytes.hasRemaining()) {
            value = value >>> 8 ^ T0[(int) (value ^ bytes.get()) & 0xFF];
        }
        crc = value;
    }

    private static long lanes(long before, ByteBuffer bytes, int from) {
        long first = before;
        long second = 0;
        for (int i = from; i < from + LANE; i += STEP) {
            first = step(first ^ bytes.getLong(i));
            second = step(second ^ bytes.getLong(i + LANE));
        }
        return overALane(first) ^ second;
    }

    @Override
    public byte[] end() {
        return ByteBuffer.allocate(Long.BYTES).putLong(~crc).array();
    }
}
