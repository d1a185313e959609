package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;

/** What users of a cluster saw while something was broken; a pure function of their calls. */
record ClusterVerdict(double silentSeconds, double recoveredSeconds, double overlapSeconds) {

    private static final double SECOND = 1e9;
    private static final double RECOVERED = 0.9;
    private static final double BEFORE_SECONDS = 3;
    private static final long WINDOW = (long) SECOND;
    private static final long STEP = WINDOW / 10;

    /**
     * Judges the calls of one fault.
     *
     * @param events that were accepted: what is warm and lent is served whoever decides
     * @param begin when it began, by {@code System.nanoTime()}
     * @param end until when is looked
     * @param victim whose endpoint is not judged; negative for none
     * @param cut since when the victim, which decided, is cut off from all others; {@code end} when it is not. The
     *     others' first accepted event whose call began later is by another host that decides, and whatever the victim
     *     still accepts after that is by a second one
     */
    static ClusterVerdict of(
            List<ClusterLoad.Call> calls,
            List<ClusterLoad.Call> events,
            int hosts,
            long begin,
            long end,
            int victim,
            long cut) {
        double silent = 0;
        long worstFrom = begin;
        for (int host = 0; host < hosts; host++) {
            if (host != victim) {
                long last = begin;
                for (long each : answers(calls, host, begin, end)) {
                    if ((each - last) / SECOND > silent) {
                        silent = (each - last) / SECOND;
                        worstFrom = each;
                    }
                    last = each;
                }
                silent = Math.max(silent, (end - last) / SECOND);
            }
        }
        long before = count(calls, victim, begin - (long) (BEFORE_SECONDS * SECOND), begin);
        double wanted = RECOVERED * before / BEFORE_SECONDS;
        long at = silent > 1 ? worstFrom : begin;
        while (at < end && count(calls, victim, at, at + WINDOW) < wanted) {
            at += STEP;
        }
        return new ClusterVerdict(silent, (at - begin) / SECOND, overlap(events, cut, end, victim));
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

    private static List<Long> answers(List<ClusterLoad.Call> calls, int host, long begin, long end) {
        List<Long> found = new ArrayList<>();
        for (ClusterLoad.Call call : calls) {
            if (call.host() == host && call.ok() && call.end() > begin && call.end() <= end) {
                found.add(call.end());
            }
        }
        return found;
    }

    private static long count(List<ClusterLoad.Call> calls, int victim, long begin, long end) {
        return calls.stream()
                .filter(call -> call.host() != victim && call.ok() && call.end() > begin && call.end() <= end)
                .count();
    }
}
