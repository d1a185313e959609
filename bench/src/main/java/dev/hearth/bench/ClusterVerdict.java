package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What users of a cluster saw while something was broken, and after it was whole again; a pure function of their calls.
 *
 * @param silentSeconds the longest time for which an endpoint whose host lives gave no answer
 * @param recoveredSeconds from the begin until 90 % of the calls of before
 * @param overlapSeconds for how long two decided
 */
record ClusterVerdict(double silentSeconds, double recoveredSeconds, double overlapSeconds) {

    private static final double SECOND = 1e9;
    private static final double RECOVERED = 0.9;
    private static final double BEFORE_SECONDS = 3;
    private static final long WINDOW = (long) SECOND;
    private static final long STEP = WINDOW / 10;

    /**
     * A round, by {@code System.nanoTime()}.
     *
     * @param begin when something was broken
     * @param healed when it was whole again
     * @param end until when is looked
     */
    record Round(long begin, long healed, long end) {

        /** From when on calls are looked at. */
        long since() {
            return begin - (long) (BEFORE_SECONDS * SECOND);
        }
    }

    /** The same, when two were seen to decide for so long otherwise. */
    ClusterVerdict orTwoDecidedFor(double seconds) {
        return new ClusterVerdict(silentSeconds, recoveredSeconds, Math.max(overlapSeconds, seconds));
    }

    /** For people. */
    String text() {
        return String.format(
                Locale.ROOT,
                "living hosts without an answer for %.2f s, at 90 %% after %.1f s, two deciding for %.2f s",
                silentSeconds,
                recoveredSeconds,
                overlapSeconds);
    }

    /**
     * Judges the calls of one round.
     *
     * @param events that were accepted: what is warm and lent is served whoever decides
     * @param away the host whose endpoint is not judged; negative for none
     * @param cut since when that host, which decided, is parted from all others; {@code round.healed()} when it is not.
     *     The others' first accepted event whose call began later is by another host that decides, and whatever the
     *     victim still accepts after that is by a second one
     */
    static ClusterVerdict of(
            List<ClusterLoad.Call> calls, List<ClusterLoad.Call> events, int hosts, Round round, int away, long cut) {
        double silent = 0;
        double broken = 0;
        long worstUntil = round.begin;
        for (int host = 0; host < hosts; host++) {
            if (host != away) {
                long last = round.begin;
                for (long each : answers(calls, host, round)) {
                    double gap = (each - last) / SECOND;
                    silent = Math.max(silent, gap);
                    if (last < round.healed && gap > broken) {
                        broken = gap;
                        worstUntil = each;
                    }
                    last = each;
                }
            }
        }
        long before = count(calls, away, round.since(), round.begin);
        double wanted = RECOVERED * before / BEFORE_SECONDS;
        long at = broken > 1 ? worstUntil : round.begin;
        while (at < round.end && count(calls, away, at, at + WINDOW) < wanted) {
            at += STEP;
        }
        return new ClusterVerdict(silent, (at - round.begin) / SECOND, overlap(events, cut, round.healed, away));
    }

    private static double overlap(List<ClusterLoad.Call> calls, long cut, long end, int victim) {
        long first = calls.stream()
                .filter(call -> call.host() != victim && call.ok() && call.begin() > cut && call.end() < end)
                .mapToLong(ClusterLoad.Call::end)
                .min()
                .orElse(end);
        return calls.stream()
                        .filter(call -> call.host() == victim && call.ok() && call.begin() > first)
                        .filter(call -> call.end() < end)
                        .mapToLong(call -> call.end() - first)
                        .max()
                        .orElse(0)
                / SECOND;
    }

    /** When a host answered, in their order; and the end, so that what lasts until then counts. */
    private static List<Long> answers(List<ClusterLoad.Call> calls, int host, Round round) {
        List<Long> found = new ArrayList<>();
        for (ClusterLoad.Call call : calls) {
            if (call.host() == host && call.ok() && call.end() > round.begin && call.end() <= round.end) {
                found.add(call.end());
            }
        }
        found.add(round.end);
        return found;
    }

    private static long count(List<ClusterLoad.Call> calls, int away, long begin, long end) {
        return calls.stream()
                .filter(call -> call.host() != away && call.ok() && call.end() > begin && call.end() <= end)
                .count();
    }
}
