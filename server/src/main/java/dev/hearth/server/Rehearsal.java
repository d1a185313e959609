package dev.hearth.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of what will be run, for the JVM's start-up caches: the launcher calls it once after a build, with a recorder on.
 * Leaves nothing behind.
 */
final class Rehearsal {

    private Rehearsal() {}

    /** {@code cli} or {@code server}. */
    public static void main(String[] arguments) throws IOException, StartException {
        Path data = Files.createTempDirectory("hearth-rehearsal-");
        System.setProperty("user.home", data.toString());
        try {
            if (List.of(arguments).contains("server")) {
                server(data);
            } else {
                commandLine(data);
            }
        } finally {
            remove(data);
        }
    }

    private static void commandLine(Path data) throws IOException {
        Credentials.readOrMake(data.resolve("credentials"), new SecureRandomness());
        String folder = "--data=" + data;
        for (List<String> command : List.of(
                List.of("--help"),
                List.of("up", "--help"),
                List.of("env", folder),
                List.of("status", folder),
                List.of("invoke", "nothing", folder, "--port=1"),
                List.of("logs", "nothing", folder, "--port=1"))) {
            Main.run(command.toArray(String[]::new));
        }
    }

    private static void server(Path data) throws StartException {
        Logging.configure();
        try (HearthServer server = HearthServer.start(ServerOptions.on(data.resolve("data")))) {
            System.out.println("ready " + server.endpoint());
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
