package dev.hearth.server;

import dev.hearth.core.Randomness;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The operating system's randomness, drawn in blocks: ids are made for every request, and a system call for each would
 * cost more than the rest of the id. Bytes that were handed out are wiped.
 */
final class SecureRandomness implements Randomness {

    private static final int BLOCK_BYTES = 4096;

    private final SecureRandom source = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] block = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        if (count > BLOCK_BYTES / Long.BYTES) {
            source.nextBytes(bytes);
            return bytes;
        }
        lock.lock();
        try {
            if (used + count > BLOCK_BYTES) {
                source.nextBytes(block);
                used = 0;
            }
            System.arraycopy(block, used, bytes, 0, count);
            Arrays.fill(block, used, used + count, (byte) 0);
            used += count;
        } finally {
            lock.unlock();
        }
        return bytes;
    }

    @Override
    public long nextLong() {
        return ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
    }
}
