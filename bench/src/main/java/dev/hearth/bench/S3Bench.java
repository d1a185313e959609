package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Puts and gets of objects of 1 KB and 8 MB beside npm's s3rver and Maven's s3proxy, and gets of 8 MB beside a server
 * of static files, in the same run with the same clients. What the disk allows is measured too: files written and
 * synced by nobody's server. Hearth checks every signature and its body's hash, and what it acknowledges is durable;
 * s3rver does neither, and s3proxy the former alone.
 */
final class S3Bench {

    static final String NAME = "s3";

    private static final int CLIENTS = 8;
    private static final double FASTER = 1;
    private static final double OF_STATIC = 0.6;
    private static final String S3RVER = "s3rver@3.7.1";
    private static final Pattern LISTENING = Pattern.compile("listening on .*:(\\d+)$");

    private record Turn(double hearth, double other) {

        double ratio() {
            return hearth / other;
        }
    }

    /** One line of the report: what is done, and beside whom. */
    private record Match(
            ObjectLoad.Operation operation, ObjectLoad.Size size, String opponent, Rival other, OptionalDouble goal) {

        String name() {
            return operation + " of " + size.name();
        }
    }

    /** Whoever does the same beside Hearth; requests a second. */
    private interface Rival {
        double run(ObjectLoad.Operation operation, ObjectLoad.Size size, Load.Span span);

        static Rival at(Signer signer) {
            return (operation, size, span) -> ObjectLoad.run(signer, operation, size, CLIENTS, span);
        }
    }

    private S3Bench() {}

    static Report run(boolean quick) {
        ObjectLoad.Size small = ObjectLoad.Size.of("1 KB", 1 << 10);
        ObjectLoad.Size large = ObjectLoad.Size.of("8 MB", 8 << 20);
        try (Stage stage = Stage.open(NAME)) {
            Path folder = stage.scratch().folder().resolve("peers");
            stage.progress("installing s3rver with npm, and starting it");
            install(folder);
            writeFiles(folder.resolve("files"), large);
            stage.progress("resolving s3proxy, and starting it");
            try (Child other = s3rver(folder);
                    Child proxy = S3Proxy.start(Stage.root(), folder);
                    StaticFiles files = StaticFiles.start(folder)) {
                int port = Integer.parseInt(other.find(LISTENING).group(1));
                Signer s3rver = new Signer(port, "S3RVER", "S3RVER", "us-east-1");
                Signer s3proxy = S3Proxy.signer(proxy);
                Signer hearth = stage.hearth().signer();
                for (Signer each : List.of(hearth, s3rver, s3proxy)) {
                    ObjectLoad.createBucket(each);
                    ObjectLoad.fill(each, small, CLIENTS);
                    ObjectLoad.fill(each, large, CLIENTS);
                }
                List<Match> matches = new ArrayList<>();
                for (ObjectLoad.Size size : List.of(small, large)) {
                    for (ObjectLoad.Operation operation : ObjectLoad.Operation.values()) {
                        matches.add(new Match(operation, size, "s3rver", Rival.at(s3rver), OptionalDouble.of(FASTER)));
                        matches.add(
                                new Match(operation, size, S3Proxy.NAME, Rival.at(s3proxy), OptionalDouble.of(FASTER)));
                    }
                }
                matches.add(new Match(
                        ObjectLoad.Operation.GET,
                        large,
                        files.name(),
                        Rival.at(new Signer(files.port(), "none", "none", "none")),
                        OptionalDouble.of(OF_STATIC)));
                Path bare = folder.resolve("bare");
                matches.add(new Match(
                        ObjectLoad.Operation.PUT,
                        large,
                        "bare files, written and synced",
                        (operation, size, span) -> BareFiles.run(bare, size.bytes(), CLIENTS, span),
                        OptionalDouble.empty()));
                return new Report(NAME, rows(stage, hearth, matches, quick));
            }
        }
    }

    private static void install(Path folder) {
        List<String> command = List.of(
                "npm", "install", "--prefix", folder.toString(), "--ignore-scripts", "--no-audit", "--no-fund", S3RVER);
        try (Child npm = Child.start(command, Map.of())) {
            npm.result();
        }
    }

    private static Child s3rver(Path folder) {
        return Child.start(
                List.of(
                        "node",
                        folder.resolve("node_modules/s3rver/bin/s3rver.js").toString(),
                        "--directory",
                        folder.resolve("s3rver").toString(),
                        "--address",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--silent",
                        "--allow-mismatched-signatures"),
                Map.of());
    }

    private static void writeFiles(Path root, ObjectLoad.Size size) {
        try {
            for (int client = 0; client < CLIENTS; client++) {
                for (int key = 0; key < ObjectLoad.keys(); key++) {
                    Path file = root.resolve(size.path(client, key).substring(1));
                    Files.createDirectories(file.getParent());
                    Files.write(file, size.bytes());
                }
            }
        } catch (IOException e) {
            throw new BenchException("cannot write the files to serve", e);
        }
    }

    private static List<Row> rows(Stage stage, Signer hearth, List<Match> matches, boolean quick) {
        int rounds = quick ? 2 : 3;
        Load.Span span = quick ? new Load.Span(1, 0.5) : new Load.Span(2, 0.5);
        Map<Match, List<Turn>> turns = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Match match : matches) {
                String what = match.name() + " beside " + match.opponent;
                stage.progress(round == 0 ? "warming up: " + what : "round " + round + ": " + what);
                Turn turn = new Turn(
                        ObjectLoad.run(hearth, match.operation, match.size, CLIENTS, span),
                        match.other.run(match.operation, match.size, span));
                if (round > 0) {
                    turns.computeIfAbsent(match, _ -> new ArrayList<>()).add(turn);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        turns.forEach((match, played) -> {
            Row row = Row.beside(
                    match.name() + " with " + CLIENTS + " clients: beside " + match.opponent,
                    Medians.of(played, Turn::hearth),
                    "requests/s",
                    Medians.of(played, Turn::other),
                    Medians.of(played, Turn::ratio));
            rows.add(match.goal.isPresent() ? row.withGoal(match.goal.getAsDouble()) : row);
        });
        return rows;
    }
}
