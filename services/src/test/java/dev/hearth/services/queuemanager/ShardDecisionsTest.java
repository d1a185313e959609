package dev.hearth.services.queuemanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShardDecisionsTest {

    @Test
    void aFunctionAlwaysHasTheSameFewDifferentQueues() {
        for (int i = 0; i < 1_000; i++) {
            int[] shard = ShardDecisions.shared("f" + i, 64, 4);
            assertThat(shard).isEqualTo(ShardDecisions.shared("f" + i, 64, 4)).hasSize(4);
            assertThat(Arrays.stream(shard).distinct()).hasSize(4).allMatch(queue -> queue >= 0 && queue < 64);
        }
    }

    @Test
    void functionsAreSpreadEvenlyAndSeldomShareAllTheirQueues() {
        int[] uses = new int[64];
        int same = 0;
        int[] first = ShardDecisions.shared("noisy", 64, 4);
        Arrays.sort(first);
        for (int i = 0; i < 16_000; i++) {
            int[] shard = ShardDecisions.shared("function-" + i, 64, 4);
            Arrays.stream(shard).forEach(queue -> uses[queue]++);
            Arrays.sort(shard);
            same += Arrays.equals(shard, first) ? 1 : 0;
        }
        assertThat(Arrays.stream(uses)).allMatch(count -> count > 800 && count < 1_200);
        // 1 in 635,376 shards is the same.
        assertThat(same).isLessThan(3);
    }

    @Test
    void theShorterOfTwoIsTakenSoThatALongQueueIsAvoided() {
        SplittableRandom random = new SplittableRandom(3);
        long[] depths = {1_000_000, 0, 0, 0};
        int[] shard = {0, 1, 2, 3};
        for (int i = 0; i < 10_000; i++) {
            int chosen = ShardDecisions.shorterOfTwo(shard, random.nextLong(), queue -> depths[queue]);
            assertThat(chosen).isNotZero();
            depths[chosen]++;
        }
        assertThat(Arrays.stream(depths).skip(1)).allMatch(depth -> depth > 3_200 && depth < 3_500);
        assertThat(ShardDecisions.shorterOfTwo(new int[] {9}, random.nextLong(), _ -> 0))
                .isEqualTo(9);
    }
}
