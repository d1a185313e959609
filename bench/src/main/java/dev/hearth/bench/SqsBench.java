package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Cycles of send, receive and delete, beside ElasticMQ in the same run with the same client. Hearth's answers are
 * durable; ElasticMQ keeps its queues in memory.
 */
final class SqsBench {

    static final String NAME = "sqs";

    private static final List<Integer> CLIENTS = List.of(1, 8, 32);
    private static final int BODY_BYTES = 1_024;
    private static final int WAITING = 100_000;
    private static final Pattern PORT = Pattern.compile("port=(\\d+)");
    private static final int MOST_SETTLING = 12; // spans of a warm-up
    private static final double SETTLED = 1.08; // times as many cycles as before is no longer an improvement
    private static final String ELASTICMQ_HEAP = "-Xmx1g";
    private static final double GOAL = 1;

    private record Turn(QueueLoad.Seen hearth, QueueLoad.Seen other) {

        double ratio() {
            return hearth.cycles() / other.cycles();
        }
    }

    private record Side(Signer signer, String queue) {

        QueueLoad.Seen load(String body, int clients, Load.Span span) {
            return QueueLoad.run(signer, queue, body, clients, span);
        }
    }

    private SqsBench() {}

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            List<Row> restart = QueueRestart.rows(stage, "x".repeat(BODY_BYTES), WAITING);
            progress("resolving ElasticMQ's class path, and starting it");
            try (Child other =
                    Child.start(elasticMq(Stage.root(), stage.scratch().folder()), Map.of())) {
                int port = Integer.parseInt(other.find(PORT).group(1));
                Signer unchecked = new Signer(port, "key", "secret", "elasticmq");
                return new Report(NAME, rows(restart, side(stage.hearth().signer()), side(unchecked), quick));
            }
        }
    }

    private static List<String> elasticMq(Path root, Path scratch) {
        Path project = root.resolve("bench/elasticmq");
        try {
            String libraries = MavenProject.classPath(root, "bench/elasticmq/pom.xml", scratch.resolve("classpath"));
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    ELASTICMQ_HEAP,
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    libraries,
                    project.resolve("ElasticMq.java").toString());
        } catch (IOException e) {
            throw new BenchException("no class path for ElasticMQ", e);
        }
    }

    private static Side side(Signer signer) {
        try (QueueClient client = new QueueClient(signer)) {
            return new Side(signer, client.queue("bench"));
        }
    }

    private static List<Row> rows(List<Row> restart, Side hearth, Side other, boolean quick) {
        int rounds = quick ? 2 : 5;
        Load.Span span = quick ? new Load.Span(1, 0.2) : new Load.Span(2, 0.3);
        String body = "x".repeat(BODY_BYTES);
        progress("warming up");
        for (Side side : List.of(hearth, other)) {
            settle(side, body);
        }
        Map<Integer, List<Turn>> turns = new TreeMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (int clients : CLIENTS) {
                progress("round " + round + " of " + rounds + ": " + clients + " clients");
                turns.computeIfAbsent(clients, each -> new ArrayList<>())
                        .add(new Turn(hearth.load(body, clients, span), other.load(body, clients, span)));
            }
        }
        List<Row> rows = new ArrayList<>();
        turns.forEach((clients, played) -> rows.addAll(rows(clients, played)));
        rows.addAll(restart);
        return rows;
    }

    private static void settle(Side side, String body) {
        double before = 0;
        for (int i = 0; i < MOST_SETTLING; i++) {
            double now = side.load(body, CLIENTS.getLast(), new Load.Span(1, 0)).cycles();
            if (before > 0 && now < before * SETTLED) {
                return;
            }
            before = now;
        }
    }

    /**
     * A single client waits for the disk three times a cycle: there it is the disk that is measured, without a goal.
     */
    private static List<Row> rows(int clients, List<Turn> turns) {
        String title = "send, receive, delete with " + clients + (clients == 1 ? " client" : " clients");
        Row cycles = Row.beside(
                title + ": beside ElasticMQ",
                Medians.of(turns, turn -> turn.hearth.cycles()),
                "cycles/s",
                Medians.of(turns, turn -> turn.other.cycles()),
                Medians.of(turns, Turn::ratio));
        return List.of(
                clients == 1 ? cycles : cycles.withGoal(GOAL),
                Row.beside(
                        title + ": p50",
                        Medians.of(turns, turn -> turn.hearth.p50()),
                        "ms",
                        Medians.of(turns, turn -> turn.other.p50()),
                        Medians.of(turns, turn -> turn.other.p50() / turn.hearth.p50())),
                Row.beside(
                        title + ": p99",
                        Medians.of(turns, turn -> turn.hearth.p99()),
                        "ms",
                        Medians.of(turns, turn -> turn.other.p99()),
                        Medians.of(turns, turn -> turn.other.p99() / turn.hearth.p99())));
    }

    private static void progress(String what) {
        System.err.println("bench sqs: " + what);
    }
}
