package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Warm invocations of a Node.js function beside the same function in other programs that run Lambda functions on one's
 * own machine. They are installed by npm, so this benchmark runs only when it is named.
 */
final class PeersBench {

    static final String NAME = "peers";

    private static final List<Integer> CONCURRENCIES = List.of(1, 8);
    private static final String EVENT = "{\"name\":\"the benchmark\"}";
    private static final double GOAL_OFFLINE = 5;
    private static final double GOAL_LOCAL = 3;
    private static final Load.Span SETTLING = new Load.Span(2, 0);

    /** Requests a second of one round. */
    private record Turn(double hearth, double offline, double offlineInProcess, double local) {}

    /** Invocations a second: Hearth's, one at a time, and those of lambda-local's loop. */
    private record LoopTurn(double hearth, double loop) {}

    private final Stage stage;
    private final Peers peers;

    private PeersBench(Stage stage, Peers peers) {
        this.stage = stage;
        this.peers = peers;
    }

    static Report run(boolean quick) {
        Stage.progress(NAME, "installing the programs to compare with");
        Peers peers = Peers.install(Stage.root());
        try (Stage stage = Stage.open(NAME)) {
            return new PeersBench(stage, peers).measure(quick);
        }
    }

    private Report measure(boolean quick) {
        HearthProcess hearth = stage.hearth();
        hearth.create(NAME, stage.programs().nodeRuntimeName(), "app.handler", peers.folder(), "app.js");
        Subject own = new Subject(hearth.port(), () -> hearth.invocation(NAME, EVENT, Map.of()));
        List<Row> rows = new ArrayList<>();
        try (Peers.Running offline = peers.serverlessOffline(EVENT, List.of());
                Peers.Running inProcess = peers.serverlessOffline(EVENT, List.of("--useInProcess"));
                Peers.Running local = peers.lambdaLocal(EVENT)) {
            List<Subject> subjects = List.of(own, offline.subject(), inProcess.subject(), local.subject());
            for (Subject subject : subjects) {
                agree(subject);
                stage.progress("warming up");
                load(subject, 8, SETTLING);
                load(subject, 8, SETTLING);
            }
            int rounds = quick ? 2 : 5;
            Load.Span span = new Load.Span(quick ? 0.6 : 1, 0.2);
            for (int connections : CONCURRENCIES) {
                List<Turn> turns = new ArrayList<>();
                for (int round = 1; round <= rounds; round++) {
                    stage.progress("concurrency " + connections + ", round " + round + " of " + rounds);
                    turns.add(turn(subjects, connections, span));
                }
                rows.addAll(rows(connections, turns));
            }
            rows.add(loop(own, rounds, span));
        }
        return new Report(NAME, rows);
    }

    private Turn turn(List<Subject> subjects, int connections, Load.Span span) {
        List<Double> rates = subjects.stream()
                .map(subject -> load(subject, connections, span))
                .toList();
        return new Turn(rates.get(0), rates.get(1), rates.get(2), rates.get(3));
    }

    /** No goal: that loop neither serves anybody nor isolates anything. */
    private Row loop(Subject own, int rounds, Load.Span span) {
        List<LoopTurn> turns = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            turns.add(new LoopTurn(load(own, 1, span), peers.lambdaLocalLoop(EVENT, span.seconds())));
        }
        return Row.beside(
                "concurrency 1, beside lambda-local's execute in a loop without HTTP",
                Medians.of(turns, LoopTurn::hearth),
                "requests/s",
                Medians.of(turns, LoopTurn::loop),
                Medians.of(turns, turn -> turn.hearth() / turn.loop()));
    }

    private double load(Subject subject, int connections, Load.Span span) {
        return Load.run(stage.programs(), subject, connections, span).rps();
    }

    private static List<Row> rows(int connections, List<Turn> turns) {
        String title = "concurrency " + connections + ", beside ";
        return List.of(
                row(title + "serverless-offline's Lambda endpoint", turns, Turn::offline, GOAL_OFFLINE),
                row(title + "the same with --useInProcess", turns, Turn::offlineInProcess, GOAL_OFFLINE),
                row(title + "lambda-local --watch", turns, Turn::local, GOAL_LOCAL));
    }

    /** A ratio is the median of the rounds' own. */
    private static Row row(String title, List<Turn> turns, ToDoubleFunction<Turn> rate, double goal) {
        return Row.beside(
                        title,
                        Medians.of(turns, Turn::hearth),
                        "requests/s",
                        Medians.of(turns, rate),
                        Medians.of(turns, turn -> turn.hearth() / rate.applyAsDouble(turn)))
                .withGoal(goal);
    }

    private static void agree(Subject subject) {
        RawHttp.Response response =
                RawHttp.exchange(subject.port(), subject.request().get());
        String expected = "{\"message\":\"Hello from Node.js!\",\"event\":" + EVENT + "}";
        if (!response.body().contains(expected)) {
            throw new BenchException("expected " + expected + " but got " + response.status() + " " + response.body());
        }
    }
}
