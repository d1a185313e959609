package dev.hearth.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PutItem, GetItem and Query with items of 1 KB, beside npm's dynalite in the same run with the same client. Hearth's
 * answers to writes are durable; dynalite keeps its tables in memory. Client and server share the machine's processors,
 * so each server's own time for a request is printed as well.
 */
final class DynamoDbBench {

    static final String NAME = "dynamodb";

    private static final int CLIENTS = 8;
    private static final int ITEMS = 1_000;
    private static final double GOAL = 5;
    private static final double MICROS = 1e6;
    private static final String DYNALITE = "dynalite@4.0.0";

    /** A server under test. */
    private record Side(Signer signer, ServerMeter meter) {}

    /** @param micros the server's processor time for a request */
    private record Pace(double rate, double micros) {}

    private record Turn(Pace hearth, Pace other) {

        double ratio() {
            return hearth.rate / other.rate;
        }

        double thrift() {
            return other.micros / hearth.micros;
        }
    }

    private DynamoDbBench() {}

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            Path folder = stage.scratch().folder().resolve("dynalite");
            stage.progress("installing dynalite with npm, and starting it");
            install(folder);
            int port = freePort();
            try (Child other = Child.startSilent(
                    List.of(
                            "node",
                            folder.resolve("node_modules/dynalite/cli.js").toString(),
                            "--port",
                            Integer.toString(port),
                            "--createTableMs",
                            "0"),
                    Map.of(),
                    folder)) {
                Signer unchecked = new Signer(port, "key", "secret", "us-east-1");
                awaitOpen(unchecked, other);
                Side hearth = new Side(stage.hearth().signer(), stage.hearth().meter());
                return new Report(NAME, rows(stage, hearth, new Side(unchecked, new ServerMeter(other.pid())), quick));
            }
        }
    }

    private static void install(Path folder) {
        List<String> command = List.of(
                "npm",
                "install",
                "--prefix",
                folder.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                DYNALITE);
        try (Child npm = Child.start(command, Map.of())) {
            npm.result();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free port", e);
        }
    }

    private static void awaitOpen(Signer signer, Child process) {
        for (int i = 0; i < 100; i++) {
            try (TableClient client = new TableClient(signer)) {
                client.call("ListTables", "{}");
                return;
            } catch (BenchException notYet) {
                Stage.rest(100);
            }
        }
        process.close();
        throw new BenchException("dynalite did not answer");
    }

    private static List<Row> rows(Stage stage, Side hearth, Side other, boolean quick) {
        for (Side each : List.of(hearth, other)) {
            TableLoad.fill(each.signer(), ITEMS);
        }
        int rounds = quick ? 2 : 3;
        Load.Span span = quick ? new Load.Span(1, 0.5) : new Load.Span(2, 0.5);
        Map<TableLoad.Operation, List<Turn>> turns = new TreeMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (TableLoad.Operation operation : TableLoad.Operation.values()) {
                stage.progress(round == 0 ? "warming up " + operation : "round " + round + ": " + operation);
                Turn turn = new Turn(pace(hearth, operation, span), pace(other, operation, span));
                if (round > 0) {
                    turns.computeIfAbsent(operation, _ -> new ArrayList<>()).add(turn);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        turns.forEach((operation, played) -> {
            String what = operation + " with " + CLIENTS + " clients: ";
            rows.add(Row.beside(
                            what + "beside dynalite",
                            Medians.of(played, turn -> turn.hearth().rate()),
                            "requests/s",
                            Medians.of(played, turn -> turn.other().rate()),
                            Medians.of(played, Turn::ratio))
                    .withGoal(GOAL));
            rows.add(Row.beside(
                    what + "the server's processor time for each",
                    Medians.of(played, turn -> turn.hearth().micros()),
                    "us",
                    Medians.of(played, turn -> turn.other().micros()),
                    Medians.of(played, Turn::thrift)));
        });
        return rows;
    }

    private static Pace pace(Side side, TableLoad.Operation operation, Load.Span span) {
        double before = side.meter().cpuSeconds();
        double rate = TableLoad.run(side.signer(), operation, ITEMS, CLIENTS, span);
        double used = side.meter().cpuSeconds() - before;
        return new Pace(rate, used * MICROS / (rate * (span.warmUp() + span.seconds())));
    }
}
