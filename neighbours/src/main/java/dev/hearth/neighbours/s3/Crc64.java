package dev.hearth.neighbours.s3;

import java.nio.ByteBuffer;

/** CRC-64/NVME (NVM Express base specification), eight bytes at a step. */
final class Crc64 implements Summing {

    /** The polynomial, reflected. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int STEP = 8;
    private static final long[][] TABLES = tables();

    private long crc = -1;

    private static long[][] tables() {
        long[][] tables = new long[STEP][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            tables[0][i] = value;
        }
        for (int i = 0; i < 256; i++) {
            for (int table = 1; table < STEP; table++) {
                long before = tables[table - 1][i];
                tables[table][i] = before >>> 8 ^ tables[0][(int) before & 0xFF];
            }
        }
        return tables;
    }

    @Override
    public void add(ByteBuffer given) {
        ByteBuffer bytes = given.duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN);
        long value = crc;
        while (bytes.remaining() >= STEP) {
            long word = value ^ bytes.getLong();
            value = 0;
            for (int i = 0; i < STEP; i++) {
                value ^= TABLES[STEP - 1 - i][(int) (word >>> Byte.SIZE * i) & 0xFF];
            }
        }
        while (bytes.hasRemaining()) {
            value = value >>> 8 ^ TABLES[0][(int) (value ^ bytes.get()) & 0xFF];
        }
        crc = value;
    }

    @Override
    public byte[] end() {
        return ByteBuffer.allocate(Long.BYTES).putLong(~crc).array();
    }
}
