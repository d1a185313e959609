package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Clients that wait for their answers, over a disk and a clock that are played; times in microseconds. */
final class GatherDecisionsTest {

    private static final long MICROS = 1_000;
    private static final long SYNC = 500;
    private static final long FOREVER = 2_000_000;

    /** What was played. */
    private record Played(long writes, long groups, long waited, long[] latencies) {

        double perGroup() {
            return (double) writes / groups;
        }

        long slowest() {
            return Arrays.stream(latencies).max().orElseThrow();
        }
    }

    /** Each client writes again so long after its answer as {@code pause} says when it is given the client's number. */
    private static Played play(int clients, LongUnaryOperator pause, boolean gathers) {
        PriorityQueue<Long> coming = new PriorityQueue<>();
        for (int i = 0; i < clients; i++) {
            coming.add(pause.applyAsLong(i));
        }
        GatherDecisions decisions = GatherDecisions.UNKNOWN;
        long[] latencies = new long[10_000_000];
        int writes = 0;
        long groups = 0;
        long waited = 0;
        long now = 0;
        while (now < FOREVER && !coming.isEmpty()) {
            now = Math.max(now, coming.element());
            long there = come(coming, now);
            long most = gathers ? decisions.waitNanos(there) / MICROS : 0;
            if (most > 0) {
                long end = now + most;
                long begun = now;
                while (come(coming, now) < decisions.expected() && now < end) {
                    long next = next(coming, now);
                    now = Math.min(end, next);
                }
                waited += now - begun;
                decisions = decisions.waited(there, come(coming, now));
            }
            long group = come(coming, now);
            long done = now + SYNC;
            for (int i = 0; i < group; i++) {
                latencies[writes++] = done - coming.remove();
            }
            decisions = decisions.committed(group, come(coming, done), SYNC * MICROS);
            groups++;
            for (int i = 0; i < group; i++) {
                coming.add(done + pause.applyAsLong(i));
            }
            now = done;
        }
        return new Played(writes, groups, waited, Arrays.copyOf(latencies, writes));
    }

    private static long come(PriorityQueue<Long> coming, long now) {
        return coming.stream().filter(at -> at <= now).count();
    }

    private static long next(PriorityQueue<Long> coming, long now) {
        return coming.stream().mapToLong(at -> at).filter(at -> at > now).min().orElse(Long.MAX_VALUE);
    }

    @Test
    void aClientAloneIsNeverWaitedWith() {
        Played played = play(1, _ -> 40, true);
        assertThat(played.waited()).isZero();
        assertThat(played.slowest()).isEqualTo(SYNC);
    }

    @Test
    void twoClientsShareACommit() {
        Played played = play(2, i -> 40 + 20 * i, true);
        assertThat(played.perGroup()).isGreaterThan(1.95);
        assertThat(played.writes())
                .isGreaterThan(play(2, i -> 40 + 20 * i, false).writes() * 3 / 2);
    }

    @Test
    void eightClientsThatComeOneBehindTheOtherShareACommit() {
        Played played = play(8, i -> 40 + 20 * i, true);
        assertThat(played.perGroup()).isGreaterThan(7.9);
        assertThat(played.writes())
                .isGreaterThan(play(8, i -> 40 + 20 * i, false).writes() * 4 / 3);
        assertThat(played.slowest()).isLessThanOrEqualTo((long) ((2 + GatherDecisions.PART) * SYNC));
    }

    @Test
    void sixtyFourClientsAreNoSlower() {
        Played played = play(64, i -> 40 + 20 * i, true);
        assertThat(played.writes())
                .isGreaterThan(play(64, i -> 40 + 20 * i, false).writes() * 97 / 100);
    }

    @Test
    void whoComesByChanceIsWaitedForSeldom() {
        SplittableRandom random = new SplittableRandom(7);
        // Some 800 a second: most often nobody else is there, and who was answered is not back for long.
        Played played = play(8, _ -> (long) (-10_000 * Math.log(random.nextDouble())), true);
        assertThat(played.waited()).isLessThan(FOREVER / 100);
    }

    @Test
    void aBurstIsNotHeldUp() {
        // Eight at once, and then nobody for long.
        Played played = play(8, _ -> 20_000, true);
        assertThat(played.slowest()).isLessThanOrEqualTo(2 * SYNC);
    }

    @Test
    void whoStaysAwayIsForgotten() {
        GatherDecisions two = GatherDecisions.UNKNOWN.committed(1, 1, SYNC * MICROS);
        assertThat(two.waitNanos(1)).isEqualTo((long) (SYNC * MICROS * GatherDecisions.PART));
        assertThat(two.waitNanos(2)).isZero();
        GatherDecisions alone = two.waited(1, 1).committed(1, 0, SYNC * MICROS);
        assertThat(alone.waitNanos(1)).isZero();
        GatherDecisions disappointed = GatherDecisions.UNKNOWN;
        int waits = 0;
        for (int i = 0; i < 1_000; i++) {
            disappointed = disappointed.committed(1, 1, SYNC * MICROS);
            if (disappointed.waitNanos(1) > 0) {
                waits++;
                disappointed = disappointed.waited(1, 1);
            }
        }
        assertThat(waits).isBetween(10, 20);
        assertThat(disappointed.waited(1, 2).committed(1, 1, SYNC * MICROS).waitNanos(1))
                .isPositive();
    }

    @Test
    void aLateDiskIsNotWaitedForLonger() {
        GatherDecisions usual = GatherDecisions.UNKNOWN.committed(4, 4, 100 * MICROS);
        GatherDecisions late = usual.committed(4, 4, 500_000 * MICROS);
        assertThat(late.waitNanos(1)).isLessThanOrEqualTo(85 * MICROS);
        GatherDecisions slow = GatherDecisions.UNKNOWN.committed(4, 4, 500_000 * MICROS);
        assertThat(slow.waitNanos(1)).isEqualTo(GatherDecisions.MAX_WAIT_NANOS);
    }
}
