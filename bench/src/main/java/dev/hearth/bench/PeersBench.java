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

    private static final int CONNECTIONS = 8;
    private static final String EVENT = "{\"name\":\"the benchmark\"}";
    private static final double GOAL_OFFLINE = 5;
    private static final double GOAL_LOCAL = 3;
    private static final Load.Span SETTLING = new Load.Span(2, 0);

    /** Requests a second of one round. */
    private record Turn(double hearth, double offline, double offlineInProcess, double local, double localLoop) {}

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
        List<Turn> turns = new ArrayList<>();
        try (Peers.Running offline = peers.serverlessOffline(EVENT, List.of());
                Peers.Running inProcess = peers.serverlessOffline(EVENT, List.of("--useInProcess"));
                Peers.Running local = peers.lambdaLocal(EVENT)) {
            for (Subject subject : List.of(own, offline.subject(), inProcess.subject(), local.subject())) {
                agree(subject);
                stage.progress("warming up");
                load(subject, SETTLING);
                load(subject, SETTLING);
            }
            int rounds = quick ? 2 : 5;
            Load.Span span = new Load.Span(quick ? 0.6 : 1, 0.2);
            for (int round = 1; round <= rounds; round++) {
                stage.progress("round " + round + " of " + rounds);
                turns.add(new Turn(
                        load(own, span),
                        load(offline.subject(), span),
                        load(inProcess.subject(), span),
                        load(local.subject(), span),
                        peers.lambdaLocalLoop(EVENT, span.seconds())));
            }
        }
        return new Report(NAME, rows(turns));
    }

    private double load(Subject subject, Load.Span span) {
        return Load.run(stage.programs(), subject, CONNECTIONS, span).rps();
    }

    private static List<Row> rows(List<Turn> turns) {
        return List.of(
                row("serverless-offline, Lambda invoke endpoint", turns, Turn::offline, GOAL_OFFLINE),
                row("serverless-offline --useInProcess", turns, Turn::offlineInProcess, GOAL_OFFLINE),
                row("lambda-local --watch", turns, Turn::local, GOAL_LOCAL),
                row("lambda-local's execute in a loop, without HTTP", turns, Turn::localLoop, GOAL_LOCAL));
    }

    /** A ratio is the median of the rounds' own. */
    private static Row row(String peer, List<Turn> turns, ToDoubleFunction<Turn> rate, double goal) {
        return Row.beside(
                        "Node.js function, concurrency " + CONNECTIONS + ", beside " + peer,
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
