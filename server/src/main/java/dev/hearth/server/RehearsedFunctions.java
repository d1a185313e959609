package dev.hearth.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The part of the rehearsal in which functions are created, started and invoked: what the JVM has seen happen here it
 * does not have to load, link and interpret when a user's first invocations come.
 */
final class RehearsedFunctions {

    /** Functions, each of which starts up to {@link #CALLERS} environments: some hundred starts count as hot. */
    private static final int FUNCTIONS = 6;

    private static final int CALLERS = 40;
    private static final int INVOCATIONS = 25; // by each caller of each function
    private static final int PATIENCE_TRIES = 500;
    private static final long TRY_NANOS = 10_000_000;
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final byte[] EVENT = "{}".getBytes(StandardCharsets.UTF_8);

    private final SignedClient client;
    private final Path bootstrap;

    private RehearsedFunctions(SignedClient client, Path bootstrap) {
        this.client = client;
        this.bootstrap = bootstrap;
    }

    /** Something that does not work here is no reason to fail: then it is only not rehearsed. */
    static void play(HearthServer server, ServerOptions options, Path bootstrap) {
        KeyPair keys = new KeyPair(server.accessKeyId(), server.secretAccessKey());
        SignedClient client =
                new SignedClient(server.endpoint(), keys, options.scope().region());
        try {
            RehearsedFunctions functions = new RehearsedFunctions(client, bootstrap);
            String code = Base64.getEncoder().encodeToString(functions.zip());
            for (int i = 0; i < FUNCTIONS; i++) {
                functions.play("rehearsal-" + i, code);
            }
        } catch (IOException | CommandException | InterruptedException e) {
            System.out.println("no function could be rehearsed: " + e);
        }
    }

    private void play(String name, String code) throws IOException, InterruptedException {
        String creation = "{\"FunctionName\":\"" + name + "\",\"Runtime\":\"provided.al2023\",\"Handler\":\"none\","
                + "\"Role\":\"arn:aws:iam::000000000000:role/none\",\"Code\":{\"ZipFile\":\"" + code + "\"}}";
        post("/2015-03-31/functions", creation.getBytes(StandardCharsets.UTF_8), HttpURLConnection.HTTP_CREATED);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofVirtual().start(() -> invokeOften(name)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private void invokeOften(String name) {
        try {
            awaitActive(name);
            for (int i = 0; i < INVOCATIONS; i++) {
                invoke("/2015-03-31/functions/" + name + "/invocations");
            }
            invoke("/2021-11-15/functions/" + name + "/response-streaming-invocations");
        } catch (CommandException e) {
            System.out.println("a rehearsed invocation failed: " + e.getMessage());
        }
    }

    private void awaitActive(String name) {
        for (int i = 0; i < PATIENCE_TRIES; i++) {
            int status = invoke("/2015-03-31/functions/" + name + "/invocations");
            if (status != HttpURLConnection.HTTP_CONFLICT) {
                return;
            }
            LockSupport.parkNanos(TRY_NANOS);
        }
    }

    private int invoke(String path) {
        return client.post("lambda", path, JSON, EVENT).status();
    }

    private void post(String path, byte[] body, int expected) throws IOException {
        SignedClient.Answer answer = client.post("lambda", path, JSON, body);
        if (answer.status() != expected) {
            throw new IOException(path + " gave " + answer.status() + " " + answer.text());
        }
    }

    private byte[] zip() throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.make("hearth-rehearsal-")) {
            Path file = folder.path().resolve("function.zip");
            Map<String, Object> options = Map.of("create", "true", "enablePosixFileAttributes", true);
            try (FileSystem archive = FileSystems.newFileSystem(file, options)) {
                Path entry = archive.getPath("bootstrap");
                Files.copy(bootstrap, entry);
                Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return Files.readAllBytes(file);
        }
    }
}
