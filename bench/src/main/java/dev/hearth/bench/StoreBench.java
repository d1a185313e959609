package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The two engines under the same Hearth: events accepted and metadata written on PostgreSQL beside SQLite, and a store
 * on its way
 * from one to the other, killed on the way.
 */
final class StoreBench {

    static final String NAME = "store";

    private static final int CLIENTS = 8;
    private static final double GOAL = 0.5;
    private static final int PAYLOAD = 1_024;
    private static final int INTERRUPTIONS = 10;
    private static final int FUNCTIONS = 10_000;
    private static final double NANOS = 1e9;
    private static final String HELD = "bench-held";
    private static final Map<String, String> EVENT = Map.of("x-amz-invocation-type", "Event");

    private record Turn(double postgres, double sqlite) {

        double ratio() {
            return postgres / sqlite;
        }
    }

    private final boolean quick;
    private final Scratch scratch;
    private final Programs programs;
    private final PostgresProcess postgres;
    private final List<Row> rows = new ArrayList<>();
    private final byte[] payload = ("\"" + "x".repeat(PAYLOAD - 2) + "\"").getBytes(StandardCharsets.UTF_8);

    private StoreBench(boolean quick, Scratch scratch, Programs programs, PostgresProcess postgres) {
        this.quick = quick;
        this.scratch = scratch;
        this.programs = programs;
        this.postgres = postgres;
    }

    static Report run(boolean quick) {
        try (Scratch scratch = Scratch.create()) {
            System.setProperty("org.sqlite.tmpdir", scratch.folder().toString());
            Programs programs = Programs.build(Stage.root(), scratch.folder());
            Stage.progress(NAME, "starting PostgreSQL");
            try (PostgresProcess postgres =
                    PostgresProcess.start(scratch.folder().resolve("postgres"))) {
                return new StoreBench(quick, scratch, programs, postgres).measure();
            }
        }
    }

    private static String launcher() {
        return InvokeBench.required("hearth.launcher");
    }

    private Path data(String name) {
        return scratch.folder().resolve(name);
    }

    private Report measure() {
        try (HearthProcess sqlite = HearthProcess.start(launcher(), data("sqlite"));
                HearthProcess other =
                        HearthProcess.start(launcher(), data("joined"), "--store", postgres.create("measured"))) {
            for (HearthProcess each : List.of(sqlite, other)) {
                // Its events wait, so that nothing but accepting goes on.
                each.create(HELD, programs.nodeRuntimeName(), "app.handler", EventBench.heldFunction(scratch.folder()));
                each.reserve(HELD, 1);
            }
            accepting(sqlite, other);
            metadata(sqlite, other);
        }
        migrate();
        return new Report(NAME, rows);
    }

    private void accepting(HearthProcess sqlite, HearthProcess other) {
        compare(
                "accepted events of 1 KB, " + CLIENTS + " clients",
                "events/s",
                sqlite,
                other,
                hearth -> new Subject(
                        hearth.port(),
                        () -> hearth.invocation(HELD, new String(payload, StandardCharsets.UTF_8), EVENT)));
    }

    private void metadata(HearthProcess sqlite, HearthProcess other) {
        byte[] body = "{\"MaximumRetryAttempts\":1}".getBytes(StandardCharsets.UTF_8);
        String path = "/2019-09-25/functions/" + HELD + "/event-invoke-config";
        compare(
                "PutFunctionEventInvokeConfig, " + CLIENTS + " clients",
                "writes/s",
                sqlite,
                other,
                hearth -> new Subject(hearth.port(), () -> hearth.signer().request("PUT", path, Map.of(), body)));
    }

    /** A request of one of the two. */
    private interface Asking {

        Subject of(HearthProcess hearth);
    }

    private void compare(String what, String unit, HearthProcess sqlite, HearthProcess other, Asking asking) {
        int rounds = quick ? 2 : 5;
        Load.Span span = quick ? new Load.Span(1, 1) : new Load.Span(2, 0.5);
        List<Turn> turns = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Stage.progress(NAME, what + ", round " + round + " of " + rounds);
            Turn turn = new Turn(
                    Load.run(programs, asking.of(other), CLIENTS, span).rps(),
                    Load.run(programs, asking.of(sqlite), CLIENTS, span).rps());
            if (round > 0) {
                turns.add(turn);
            }
        }
        rows.add(Row.beside(
                        what + ": PostgreSQL beside SQLite",
                        Medians.of(turns, Turn::postgres),
                        unit,
                        Medians.of(turns, Turn::sqlite),
                        Medians.of(turns, Turn::ratio))
                .withGoal(GOAL));
    }

    /** A million events and ten thousand functions, killed ten times on the way. */
    private void migrate() {
        int events = quick ? 100_000 : 1_000_000;
        Stage.progress(NAME, "filling a store with " + events + " events and " + FUNCTIONS + " functions");
        Path database = data("sqlite").resolve("hearth.db");
        try (EventRowsFile file = EventRowsFile.of(database)) {
            file.fill(HELD, events, payload);
        }
        functions(database);
        String address = postgres.create("migrated");
        List<String> command =
                List.of(launcher(), "store", "migrate", "--data", data("sqlite").toString(), "--store", address);
        SplittableRandom random = new SplittableRandom(events);
        long start = System.nanoTime();
        for (int i = 1; i <= INTERRUPTIONS; i++) {
            Stage.progress(NAME, "migrating, to be killed the " + i + ". time");
            kill(command, random.nextInt(1_000, quick ? 2_000 : 5_000));
        }
        Stage.progress(NAME, "migrating to the end");
        try (Child last = Child.start(command, Map.of())) {
            last.result();
        }
        rows.add(Row.plain(
                events + " events and " + FUNCTIONS + " functions moved and compared, killed " + INTERRUPTIONS
                        + " times",
                (System.nanoTime() - start) / NANOS,
                "s"));
        rows.add(Row.atMost("rows that did not arrive", events + FUNCTIONS - arrived(), "rows", 1));
    }

    private static void kill(List<String> command, int millis) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        } catch (java.io.IOException e) {
            throw new BenchException("cannot start a migration", e);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    /** Rows like the one of the function that is there. */
    private static void functions(Path database) {
        String copy = "INSERT INTO function_version SELECT ?, version, revision_id, deployment, modified_millis,"
                + " code_digest, code_size, state, state_reason, state_code, update_status, update_reason, update_code,"
                + " configuration, tags, unzipped_size FROM function_version WHERE name = '" + HELD + "'";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(copy)) {
                for (int i = 0; i < FUNCTIONS; i++) {
                    insert.setString(1, "many-" + i);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new BenchException("cannot write functions", e);
        }
    }

    private double arrived() {
        String count = "SELECT (SELECT COUNT(*) FROM event WHERE function_name = '" + HELD + "' AND id > ("
                + "SELECT MAX(id) FROM event) - " + (quick ? 100_000 : 1_000_000) + ")"
                + " + (SELECT COUNT(*) FROM function_version WHERE name LIKE 'many-%')";
        try (Connection connection = postgres.connect("migrated");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(count)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            throw new BenchException("cannot count", e);
        }
    }
}
