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
 * answers to writes are durable; dynalite keeps its tables in memory.
 */
final class DynamoDbBench {

    static final String NAME = "dynamodb";

    private static final int CLIENTS = 8;
    private static final int ITEMS = 1_000;
    private static final double GOAL = 5;
    private static final String DYNALITE = "dynalite@4.0.0";

    private record Turn(double hearth, double other) {

        double ratio() {
            return hearth / other;
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
                return new Report(NAME, rows(stage, stage.hearth().signer(), unchecked, quick));
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

    private static List<Row> rows(Stage stage, Signer hearth, Signer other, boolean quick) {
        for (Signer each : List.of(hearth, other)) {
            TableLoad.fill(each, ITEMS);
        }
        int rounds = quick ? 2 : 3;
        Load.Span span = quick ? new Load.Span(1, 0.5) : new Load.Span(2, 0.5);
        Map<TableLoad.Operation, List<Turn>> turns = new TreeMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (TableLoad.Operation operation : TableLoad.Operation.values()) {
                stage.progress(round == 0 ? "warming up " + operation : "round " + round + ": " + operation);
                Turn turn = new Turn(
                        TableLoad.run(hearth, operation, ITEMS, CLIENTS, span),
                        TableLoad.run(other, operation, ITEMS, CLIENTS, span));
                if (round > 0) {
                    turns.computeIfAbsent(operation, _ -> new ArrayList<>()).add(turn);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        turns.forEach((operation, played) -> rows.add(Row.beside(
                        operation + " with " + CLIENTS + " clients: beside dynalite",
                        Medians.of(played, Turn::hearth),
                        "requests/s",
                        Medians.of(played, Turn::other),
                        Medians.of(played, Turn::ratio))
                .withGoal(GOAL)));
        return rows;
    }
}
