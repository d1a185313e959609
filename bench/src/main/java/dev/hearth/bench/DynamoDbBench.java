package dev.hearth.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PutItem, GetItem and Query with items of 1 KB, beside npm's dynalite in the same run with the same client. Hearth's
 * answers to writes are durable; dynalite keeps its tables in memory.
 *
 * <p>Client and server share the machine's processors. So what each takes for a request is printed as well, and the
 * ceiling of the ratio: that of a server in C that reads the requests and does nothing; for writes, that of as many
 * clients whose every request is one sync of the disk.
 */
final class DynamoDbBench {

    static final String NAME = "dynamodb";

    private static final int CLIENTS = 8;
    private static final int ITEMS = 1_000;
    private static final double GOAL = 5;
    private static final double MICROS = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SYNC_BYTES = 32 << 10;
    private static final int SYNC_PIECES = 128;
    private static final Pattern PORT = Pattern.compile("port=(\\d+)");
    private static final String DYNALITE = "dynalite@4.0.0";

    /** A server under test. */
    private record Side(Signer signer, ServerMeter meter) {}

    /**
     * Processor time is in microseconds for a request.
     *
     * @param micros the server's
     * @param kernel the kernel's part of it
     * @param client the load generator's, kernel included
     */
    private record Pace(double rate, double micros, double kernel, double client) {}

    /** @param alone puts of a single client; null where not measured */
    private record Turn(
            Pace hearth,
            Pace other,
            Pace bare,
            double syncs,
            @Nullable Alone alone) {

        double ratio() {
            return hearth.rate / other.rate;
        }

        double thrift() {
            return other.micros / hearth.micros;
        }
    }

    private record Alone(double hearth, double other) {}

    private DynamoDbBench() {}

    static Report run(boolean quick) {
        try (Stage stage = Stage.open(NAME)) {
            Path folder = stage.scratch().folder().resolve("dynalite");
            stage.progress("installing dynalite with npm, and starting it");
            install(folder);
            int port = freePort();
            List<String> server = List.of(stage.programs().program("server"));
            try (Child bare = Child.start(server, Map.of());
                    Child other = Child.startSilent(
                            List.of(
                                    "node",
                                    folder.resolve("node_modules/dynalite/cli.js")
                                            .toString(),
                                    "--port",
                                    Integer.toString(port),
                                    "--createTableMs",
                                    "0"),
                            Map.of(),
                            folder)) {
                Signer unchecked = new Signer(port, "key", "secret", "us-east-1");
                awaitOpen(unchecked, other);
                Side hearth = new Side(stage.hearth().signer(), stage.hearth().meter());
                Signer nothing = new Signer(Integer.parseInt(bare.find(PORT).group(1)), "key", "secret", "us-east-1");
                Sides sides = new Sides(
                        hearth,
                        new Side(unchecked, new ServerMeter(other.pid())),
                        new Side(nothing, new ServerMeter(bare.pid())));
                return new Report(NAME, rows(stage, sides, quick));
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

    /** @param bare does nothing */
    private record Sides(Side hearth, Side other, Side bare) {}

    private static List<Row> rows(Stage stage, Sides sides, boolean quick) {
        for (Side each : List.of(sides.hearth, sides.other)) {
            TableLoad.fill(each.signer(), ITEMS);
        }
        int rounds = quick ? 2 : 3;
        Load.Span span = quick ? new Load.Span(1, 0.5) : new Load.Span(2, 0.5);
        Map<TableLoad.Operation, List<Turn>> turns = new TreeMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (TableLoad.Operation operation : TableLoad.Operation.values()) {
                stage.progress(round == 0 ? "warming up " + operation : "round " + round + ": " + operation);
                boolean puts = operation == TableLoad.Operation.PUT_ITEM;
                Turn turn = new Turn(
                        pace(stage, sides.hearth, operation, CLIENTS, span),
                        pace(stage, sides.other, operation, CLIENTS, span),
                        pace(stage, sides.bare, operation, CLIENTS, span),
                        puts ? syncs(stage, span) : 0,
                        puts ? alone(stage, sides, operation, span) : null);
                if (round > 0) {
                    turns.computeIfAbsent(operation, _ -> new ArrayList<>()).add(turn);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        turns.forEach((operation, played) -> rows.addAll(rows(operation, played)));
        return rows;
    }

    private static List<Row> rows(TableLoad.Operation operation, List<Turn> played) {
        List<Row> rows = new ArrayList<>();
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
        rows.add(Row.plain(
                what + "of that the kernel's",
                Medians.of(played, turn -> turn.hearth().kernel()),
                "us"));
        rows.add(Row.plain(
                what + "the client's processor time for each",
                Medians.of(played, turn -> turn.hearth().client()),
                "us"));
        rows.add(Row.beside(
                what + "the ceiling, a server that does nothing",
                Medians.of(played, turn -> turn.bare().rate()),
                "requests/s",
                Medians.of(played, turn -> turn.other().rate()),
                Medians.of(played, turn -> turn.bare().rate() / turn.other().rate())));
        if (operation == TableLoad.Operation.PUT_ITEM) {
            rows.add(Row.beside(
                    what + "the ceiling, a sync for " + CLIENTS + " requests and no work",
                    Medians.of(played, turn -> turn.syncs() * CLIENTS),
                    "requests/s",
                    Medians.of(played, turn -> turn.other().rate()),
                    Medians.of(
                            played,
                            turn -> turn.syncs() * CLIENTS / turn.other().rate())));
            List<Alone> alone =
                    played.stream().map(Turn::alone).filter(Objects::nonNull).toList();
            rows.add(Row.beside(
                    operation + " with 1 client, which waits for the disk each time: beside dynalite",
                    Medians.of(alone, Alone::hearth),
                    "requests/s",
                    Medians.of(alone, Alone::other),
                    Medians.of(alone, each -> each.hearth / each.other)));
            rows.add(Row.beside(
                    operation + " with 1 client: the ceiling, a sync for each and no work",
                    Medians.of(played, Turn::syncs),
                    "requests/s",
                    Medians.of(alone, Alone::other),
                    Medians.of(played, turn -> turn.alone() == null ? 0 : turn.syncs() / turn.alone().other)));
        }
        return rows;
    }

    private static Alone alone(Stage stage, Sides sides, TableLoad.Operation operation, Load.Span span) {
        return new Alone(
                pace(stage, sides.hearth, operation, 1, span).rate, pace(stage, sides.other, operation, 1, span).rate);
    }

    private static Pace pace(Stage stage, Side side, TableLoad.Operation operation, int clients, Load.Span span) {
        Subject subject = new Subject(side.signer().port(), () -> TableLoad.requests(side.signer(), operation, ITEMS));
        ServerMeter.Used before = side.meter().used();
        Map<String, Double> seen = Load.measured(stage.programs(), subject, clients, span);
        ServerMeter.Used after = side.meter().used();
        double sent = seen.get("sent");
        return new Pace(
                seen.get("rps"),
                (after.seconds() - before.seconds()) * MICROS / sent,
                (after.kernel() - before.kernel()) * MICROS / sent,
                (seen.get("userMicros") + seen.get("systemMicros")) / sent);
    }

    /** How often a second a small piece of a file is durable, one after the other. */
    private static double syncs(Stage stage, Load.Span span) {
        Path file = stage.scratch().folder().resolve("syncs");
        long end = System.nanoTime() + (long) (span.seconds() * NANOS_PER_SECOND);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer piece = ByteBuffer.allocateDirect(SYNC_BYTES);
            // Once, so that afterwards the file does not grow: that would be one more thing to sync.
            for (int i = 0; i < SYNC_PIECES; i++) {
                channel.write(piece.rewind(), (long) i * SYNC_BYTES);
            }
            channel.force(true);
            long begun = System.nanoTime();
            long count = 0;
            while (System.nanoTime() < end) {
                channel.write(piece.rewind(), count++ % SYNC_PIECES * SYNC_BYTES);
                channel.force(false);
            }
            return count * NANOS_PER_SECOND / (System.nanoTime() - begun);
        } catch (IOException e) {
            throw new BenchException("cannot sync a file", e);
        }
    }
}
