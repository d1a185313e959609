package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the rounds of each kind of fault came to; a pure function of them. */
final class ClusterSummary {

    private static final double GOAL_SECONDS = 5;
    private static final double RECOVERY_SECONDS = 10;

    /** @param acknowledged the events that were accepted from its begin until the next round's */
    record Seen(ClusterVerdict verdict, Set<String> acknowledged) {}

    private final Map<ClusterFault, List<Seen>> rounds;
    private final Set<String> done;

    /** @param done what was run */
    ClusterSummary(Map<ClusterFault, List<Seen>> rounds, Set<String> done) {
        this.rounds = rounds;
        this.done = done;
    }

    private static double worst(List<Seen> seen, ToDoubleFunction<ClusterVerdict> of) {
        return seen.stream()
                .mapToDouble(each -> of.applyAsDouble(each.verdict))
                .max()
                .orElse(0);
    }

    private static double median(List<Seen> seen, ToDoubleFunction<ClusterVerdict> of) {
        List<Double> sorted = seen.stream()
                .map(each -> of.applyAsDouble(each.verdict))
                .sorted()
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private long lost(List<Seen> seen) {
        return seen.stream()
                .flatMap(each -> each.acknowledged.stream())
                .filter(key -> !done.contains(key))
                .count();
    }

    /** One line for each kind, for people. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-68s %6s  %15s  %15s  %12s  %5s  %12s",
                "", "rounds", "silent, s", "90 % after, s", "acknowledged", "not", "two decided,"));
        lines.add(String.format(
                "%-68s %6s  %15s  %15s  %12s  %5s  %12s",
                "", "", "median/longest", "median/longest", "events", "run", "s"));
        rounds.forEach((fault, seen) -> lines.add(String.format(
                Locale.ROOT,
                "%-68s %6d  %7.2f/%7.2f  %7.1f/%7.1f  %12d  %5d  %12.2f",
                fault.title(),
                seen.size(),
                median(seen, ClusterVerdict::silentSeconds),
                worst(seen, ClusterVerdict::silentSeconds),
                median(seen, ClusterVerdict::recoveredSeconds),
                worst(seen, ClusterVerdict::recoveredSeconds),
                seen.stream().mapToLong(each -> each.acknowledged.size()).sum(),
                lost(seen),
                worst(seen, ClusterVerdict::overlapSeconds))));
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rounds.forEach((fault, seen) -> {
            String what = fault.title() + ", " + seen.size() + " times: ";
            rows.add(Row.atMost(
                    what + "longest without an answer", worst(seen, ClusterVerdict::silentSeconds), "s", GOAL_SECONDS));
            rows.add(Row.atMost(
                    what + "longest until 90 % of the calls of before",
                    worst(seen, ClusterVerdict::recoveredSeconds),
                    "s",
                    RECOVERY_SECONDS));
            rows.add(none(what + "acknowledged events lost", lost(seen), "events"));
            rows.add(none(what + "two decided", worst(seen, ClusterVerdict::overlapSeconds), "s"));
        });
        return rows;
    }

    /** A number that must be 0. */
    static Row none(String what, double value, String unit) {
        return Row.atMost(what, value, unit, 1).withGoal(value == 0 ? 1 : Double.MAX_VALUE);
    }
}
