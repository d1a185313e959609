package dev.hearth.services.queuemanager;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.zip.CRC32;

/** Which queue an event goes to: pure functions. */
final class ShardDecisions {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private ShardDecisions() {}

    /**
     * The shared queues of a function, always the same: a few of many, so that two functions seldom share all.
     *
     * @param size how many, at most {@code queues}
     */
    static int[] shared(String function, int queues, int size) {
        CRC32 crc = new CRC32();
        crc.update(function.getBytes(StandardCharsets.UTF_8));
        long seed = mixed(crc.getValue());
        List<Integer> left = new ArrayList<>(queues);
        for (int queue = 0; queue < queues; queue++) {
            left.add(queue);
        }
        int[] shard = new int[size];
        for (int i = 0; i < size; i++) {
            seed = mixed(seed + GOLDEN);
            shard[i] = left.remove((int) Long.remainderUnsigned(seed, left.size()));
        }
        return shard;
    }

    /** The finalizer of SplitMix64: every bit of the result depends on every bit of {@code value}. */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** The shorter of two different queues of {@code shard}, which {@code random} chooses. */
    static int shorterOfTwo(int[] shard, long random, IntToLongFunction depth) {
        if (shard.length == 1) {
            return shard[0];
        }
        int first = (int) Long.remainderUnsigned(random, shard.length);
        int step = 1 + (int) Long.remainderUnsigned(random >>> 32, shard.length - 1L);
        int one = shard[first];
        int other = shard[(first + step) % shard.length];
        return depth.applyAsLong(other) < depth.applyAsLong(one) ? other : one;
    }
}
