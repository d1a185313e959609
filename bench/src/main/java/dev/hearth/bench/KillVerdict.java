package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why things ran more than once. Pure.
 *
 * @param interrupted runs that came again because a kill came before their end was told
 * @param overtaken runs that came again because a kill came so soon after their end that it was not on disk yet
 * @param unexplained runs too many without a kill that explains them: one line for each
 */
record KillVerdict(int interrupted, int overtaken, List<String> unexplained) {

    /** Within what time after its end a run is to be settled on disk, in nanoseconds. */
    private static final long SETTLED = 1_000_000_000;

    /** How long after its server a function may live and its report be on its way, in nanoseconds. */
    private static final long AFTERLIFE = 200_000_000;

    /**
     * A kill, by {@code System.nanoTime()}.
     *
     * @param from when it was asked for
     * @param to when the process had gone
     */
    record Kill(long from, long to) {}

    private static final double MILLI = 1e6;

    static KillVerdict of(Map<String, List<RunLedger.Run>> runs, List<Kill> kills) {
        int interrupted = 0;
        int overtaken = 0;
        List<String> unexplained = new ArrayList<>();
        for (Map.Entry<String, List<RunLedger.Run>> each : new TreeMap<>(runs).entrySet()) {
            List<RunLedger.Run> all = each.getValue();
            for (int i = 1; i < all.size(); i++) {
                RunLedger.Run before = all.get(i - 1);
                RunLedger.Run again = all.get(i);
                Long end = before.end();
                Kill kill = kills.stream()
                        .filter(moment -> moment.to() + AFTERLIFE > before.start() && moment.from() < again.start())
                        .findFirst()
                        .orElse(null);
                if (kill != null && (end == null || kill.from() < end)) {
                    interrupted++;
                } else if (kill != null && kill.from() < end + SETTLED) {
                    overtaken++;
                } else {
                    unexplained.add(told(each.getKey(), before, again, kill));
                }
            }
        }
        return new KillVerdict(interrupted, overtaken, unexplained);
    }

    private static String told(String key, RunLedger.Run before, RunLedger.Run again, @Nullable Kill kill) {
        Long end = before.end();
        return key + " began again " + millis(again.start() - before.start()) + " ms after its begin"
                + (end == null ? ", which had no end" : "; it had ended after " + millis(end - before.start()) + " ms")
                + (kill == null
                        ? ", and no kill in between"
                        : ", a kill after " + millis(kill.from() - before.start()) + " ms");
    }

    private static long millis(long nanos) {
        return Math.round(nanos / MILLI);
    }
}
