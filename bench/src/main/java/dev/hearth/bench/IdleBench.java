package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What hundreds of idle environments of one function cost: memory in the server, processor time, and the time of an
 * invocation beside that of a server which has one environment.
 */
final class IdleBench {

    static final String NAME = "idle";

    private static final int MANY = 500; // environments
    private static final int MOST_BURSTS = 4; // until there are so many
    private static final String FUNCTION = "idle-c";
    private static final double GOAL_KB = 150; // of each environment, in the JVM
    private static final double GOAL_CPU_PERCENT = 1; // of one processor, while nothing happens
    private static final double GOAL_SLOWER = 1.2; // times the median with one environment
    private static final double HUNDRED = 100;
    private static final int SETTLE_MILLIS = 4_000; // every environment is frozen, logs are written
    private static final Load.Span SETTLING = new Load.Span(1, 0);
    private static final int SETTLING_SPANS = 6;
    private static final String AT_ONCE = "{}";

    /** What a server weighs. */
    private record Weight(double heapKb, double residentKb, double threads, double descriptors) {}

    private record Turn(double one, double many) {}

    private final Stage stage;

    private IdleBench(Stage stage) {
        this.stage = stage;
    }

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME);
                HearthProcess other = stage.another("other")) {
            return new IdleBench(stage).measure(other, quick);
        }
    }

    private Report measure(HearthProcess withOne, boolean quick) {
        HearthProcess withMany = stage.hearth();
        for (HearthProcess hearth : List.of(withOne, withMany)) {
            hearth.create(
                    FUNCTION, "provided.al2023", "bootstrap", stage.programs().obedientFunction());
            stage.progress("warming up");
            for (int i = 0; i < SETTLING_SPANS; i++) {
                Load.run(stage.programs(), subject(hearth, AT_ONCE), 1, SETTLING);
            }
        }
        Stage.rest(SETTLE_MILLIS);
        Weight before = weight(withMany.meter());
        stage.progress("starting " + MANY + " environments");
        int environments = startMany(withMany);
        Stage.rest(SETTLE_MILLIS);
        Weight after = weight(withMany.meter());
        int seconds = quick ? 10 : 30;
        stage.progress("nothing happens for " + seconds + " s");
        double percent = idlePercent(withMany.meter(), seconds);
        List<Turn> turns = turns(withOne, withMany, quick ? 3 : 7);
        return new Report(NAME, rows(before, after, environments, percent, turns));
    }

    private static Weight weight(ServerMeter meter) {
        // The collection that the count begins with comes before what the operating system sees.
        double heap = meter.heapKb();
        return new Weight(heap, meter.residentKb(), meter.threads(), meter.descriptors());
    }

    /** Callers that are answered late enough need an environment each; returns how many there are at the end. */
    private int startMany(HearthProcess hearth) {
        int environments = 0;
        int millis = 5_000;
        for (int i = 0; i < MOST_BURSTS && environments < MANY; i++) {
            Load.once(stage.programs(), subject(hearth, "{\"sleep\":" + millis + "}"), MANY);
            environments = hearth.environments();
            millis *= 2;
        }
        if (environments < MANY) {
            throw new BenchException("this machine started only " + environments + " environments at once");
        }
        return environments;
    }

    private static double idlePercent(ServerMeter meter, int seconds) {
        double before = meter.cpuSeconds();
        Stage.rest(seconds * 1_000);
        return (meter.cpuSeconds() - before) * HUNDRED / seconds;
    }

    private List<Turn> turns(HearthProcess withOne, HearthProcess withMany, int count) {
        Load.Span span = new Load.Span(1, 0.3);
        List<Turn> turns = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            stage.progress("invocations, round " + i + " of " + count);
            double one = Load.run(stage.programs(), subject(withOne, AT_ONCE), 1, span)
                    .p50();
            double many = Load.run(stage.programs(), subject(withMany, AT_ONCE), 1, span)
                    .p50();
            turns.add(new Turn(one, many));
        }
        return turns;
    }

    private static Subject subject(HearthProcess hearth, String event) {
        return new Subject(hearth.port(), () -> hearth.invocation(FUNCTION, event, Map.of()));
    }

    private static List<Row> rows(Weight before, Weight after, int environments, double percent, List<Turn> turns) {
        int more = environments - 1;
        double one = Medians.of(turns, Turn::one);
        return List.of(
                Row.atMost(
                        "resident memory of the JVM, for each idle environment",
                        (after.residentKb() - before.residentKb()) / more,
                        "kB",
                        GOAL_KB),
                Row.plain(
                        "living objects in its heap, for each idle environment",
                        (after.heapKb() - before.heapKb()) / more,
                        "kB"),
                Row.atMost("processor time while " + environments + " are idle", percent, "%", GOAL_CPU_PERCENT),
                Row.beside(
                                "invocation p50 with " + environments + " idle beside that with one",
                                Medians.of(turns, Turn::many),
                                "us",
                                one * GOAL_SLOWER,
                                Medians.of(turns, each -> each.one() * GOAL_SLOWER / each.many()))
                        .withGoal(1),
                Row.plain("invocation p50 with one environment", one, "us"),
                Row.plain("threads more than with one environment", after.threads() - before.threads(), ""),
                Row.plain(
                        "descriptors for each idle environment",
                        (after.descriptors() - before.descriptors()) / more,
                        ""));
    }
}
