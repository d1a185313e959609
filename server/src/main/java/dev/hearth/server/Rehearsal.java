package dev.hearth.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of what will be run, for the JVM's start-up caches: the launcher calls it once after a build, with a recorder
 * on. Leaves nothing behind.
 */
final class Rehearsal {

    private Rehearsal() {}

    /** {@code cli}, or {@code server} and the file of a program that serves as a function's bootstrap, or none. */
    public static void main(String[] arguments) throws IOException, StartException {
        try (TemporaryFolder folder = TemporaryFolder.make("hearth-rehearsal-")) {
            List<String> what = List.of(arguments);
            if (what.contains("server")) {
                server(folder.path(), what.subList(1, what.size()));
            } else {
                commandLine(folder.path());
            }
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

    private static void server(Path data, List<String> bootstraps) throws IOException, StartException {
        Logging.configure();
        ServerOptions options = ServerOptions.on(data.resolve("data"));
        try (HearthServer server = HearthServer.start(options)) {
            System.out.println("ready " + server.endpoint());
            if (!bootstraps.isEmpty()) {
                RehearsedFunctions.play(server, options, Path.of(bootstraps.getFirst()));
            }
        }
    }
}
