package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many invocations at once of a function that was never invoked: each needs an environment of its own, because each
 * sleeps for a second. Beside it, in the same round, so many of its runtimes are started bare: processes without a
 * sandbox, up to their first request for an invocation.
 */
final class BurstBench {

    static final String NAME = "burst";

    private static final int BURST = 200; // invocations at once
    private static final int SLEEP_MILLIS = 1_000;
    private static final String EVENT = "{\"sleep\":" + SLEEP_MILLIS + "}";
    private static final double GOAL_MILLIS = 1_500; // beyond the bare starts
    private static final int REST_MILLIS = 2_000; // the environments of the round before end meanwhile

    /** Milliseconds of one round. */
    private record Round(double burst, double bare) {

        double limit() {
            return GOAL_MILLIS + bare;
        }
    }

    /** A function in one language. */
    private record Kind(
            String language, String runtime, String handler, java.nio.file.Path folder, List<String> worker) {}

    private final Stage stage;

    private BurstBench(Stage stage) {
        this.stage = stage;
    }

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            return new BurstBench(stage).measure(quick);
        }
    }

    private Report measure(boolean quick) {
        Programs programs = stage.programs();
        Kind c = new Kind("C", "provided.al2023", "bootstrap", programs.obedientFunction(), programs.obedientWorker());
        Kind node = new Kind(
                "Node.js", programs.nodeRuntimeName(), "app.sleeping", programs.nodeFunction(), programs.nodeWorker());
        Round first = round(c, 0);
        List<Row> rows = new ArrayList<>(rows(c, quick ? 3 : 7));
        rows.add(Row.plain(BURST + " cold C functions at once, the first thing a Hearth does", first.burst(), "ms"));
        rows.addAll(rows(node, quick ? 1 : 3));
        return new Report(NAME, rows);
    }

    private List<Row> rows(Kind kind, int count) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            stage.progress("round " + i + " of " + count + ": " + kind.language());
            rounds.add(round(kind, i));
        }
        String title = BURST + " invocations at once of a cold " + kind.language() + " function that sleeps 1 s";
        return List.of(
                Row.beside(
                                title,
                                Medians.of(rounds, Round::burst),
                                "ms",
                                Medians.of(rounds, Round::limit),
                                Medians.of(rounds, each -> each.limit() / each.burst()))
                        .withGoal(1),
                Row.plain(
                        "its runtime started " + BURST + " times, bare: " + kind.language(),
                        Medians.of(rounds, Round::bare),
                        "ms"));
    }

    private Round round(Kind kind, int number) {
        HearthProcess hearth = stage.hearth();
        String name = "burst-" + kind.language().replaceAll("[^A-Za-z]", "") + "-" + number;
        double bare = bare(kind);
        hearth.create(name, kind.runtime(), kind.handler(), kind.folder());
        Subject subject = new Subject(hearth.port(), () -> hearth.invocation(name, EVENT, Map.of()));
        double burst = Load.once(stage.programs(), subject, BURST);
        hearth.delete(name);
        Stage.rest(REST_MILLIS);
        return new Round(burst, bare);
    }

    private double bare(Kind kind) {
        List<String> command = new ArrayList<>(List.of(stage.programs().program("starter"), Integer.toString(BURST)));
        command.addAll(kind.worker());
        Map<String, String> environment =
                Map.of("LAMBDA_TASK_ROOT", kind.folder().toString(), "_HANDLER", kind.handler());
        try (Child starter = Child.start(command, environment)) {
            return Load.numbers(starter.result()).get("millis");
        }
    }
}
