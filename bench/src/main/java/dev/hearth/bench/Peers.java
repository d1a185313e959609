package dev.hearth.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The programs that Hearth is compared with, installed by npm at pinned versions into a folder that is kept.
 *
 * @param folder with their packages and the function
 */
record Peers(Path folder) {

    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "serverless.yml", "app.js", "loop.js");
    private static final String INSTALLED = "node_modules/.installed";
    private static final int PATIENCE_POLLS = 120;
    private static final int POLL_MILLIS = 500;
    private static final int OK = 200;
    private static final String LOOPBACK = "127.0.0.1";

    /** Installs what is missing or was pinned anew; {@code root} is the checkout. */
    static Peers install(Path root) {
        Path folder = root.resolve("bench/out/peers");
        Path lock = root.resolve("bench/src/main/node/peers/package-lock.json");
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                Files.copy(lock.resolveSibling(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Path installed = folder.resolve(INSTALLED);
            if (Files.notExists(installed) || Files.mismatch(lock, installed) >= 0) {
                npm(folder);
                Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new BenchException("cannot install the programs to compare with into " + folder, e);
        }
        return new Peers(folder);
    }

    private static void npm(Path folder) {
        List<String> command =
                List.of("npm", "ci", "--prefix", folder.toString(), "--ignore-scripts", "--no-audit", "--no-fund");
        try (Child npm = Child.start(command, Map.of())) {
            npm.result();
        }
    }

    /** A running peer; {@code subject} is an invocation of its function. */
    record Running(Child process, Subject subject) implements AutoCloseable {

        @Override
        public void close() {
            process.close();
        }
    }

    /** serverless-offline's endpoint for the Lambda API's invocations. */
    Running serverlessOffline(String event, List<String> options) {
        int port = freePort();
        List<String> command = new java.util.ArrayList<>(List.of(
                "node",
                folder.resolve("node_modules/serverless/bin/serverless.js").toString(),
                "offline",
                "--host",
                LOOPBACK,
                "--lambdaPort",
                Integer.toString(port),
                "--httpPort",
                Integer.toString(freePort())));
        command.addAll(options);
        return awaited(
                command,
                Map.of("SLS_TELEMETRY_DISABLED", "1", "SLS_NOTIFICATIONS_MODE", "off"),
                subject(port, "/2015-03-31/functions/peers-dev-hello/invocations", event));
    }

    /** lambda-local's HTTP server. */
    Running lambdaLocal(String event) {
        int port = freePort();
        List<String> command = List.of(
                "node",
                folder.resolve("node_modules/lambda-local/build/cli.js").toString(),
                "--lambda-path",
                "app.js",
                "--handler",
                "handler",
                "--verboselevel",
                "0",
                "--watch",
                Integer.toString(port));
        return awaited(command, Map.of(), subject(port, "/", "{\"event\":" + event + "}"));
    }

    /** Invocations a second of lambda-local's library in one process, without HTTP. */
    double lambdaLocalLoop(String event, double seconds) {
        List<String> command = List.of("node", "loop.js", Double.toString(seconds), event);
        try (Child loop = Child.start(command, Map.of(), folder)) {
            return Load.numbers(loop.result()).get("rps");
        }
    }

    private Running awaited(List<String> command, Map<String, String> environment, Subject subject) {
        Child process = Child.startSilent(command, environment, folder);
        for (int i = 0; i < PATIENCE_POLLS; i++) {
            Stage.rest(POLL_MILLIS);
            try {
                if (RawHttp.exchange(subject.port(), subject.request().get()).status() == OK) {
                    return new Running(process, subject);
                }
            } catch (BenchException e) {
                // It does not listen yet.
            }
        }
        process.close();
        throw new BenchException(String.join(" ", command) + " did not answer");
    }

    private static Subject subject(int port, String path, String body) {
        byte[] request = RawHttp.request(
                "POST",
                path,
                Map.of("host", LOOPBACK + ":" + port, "content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
        return new Subject(port, () -> request);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free port", e);
        }
    }
}
