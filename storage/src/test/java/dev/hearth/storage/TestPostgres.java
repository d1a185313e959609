package dev.hearth.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server from the machine's binaries, started by the first test that asks and ended with the JVM; each test has a
 * database of its own in it. Tests are skipped where there are no binaries.
 */
final class TestPostgres {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final int START_TRIES = 3;
    private static final int START_SECONDS = 30;
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Optional<TestPostgres> running = Optional.empty();

    private final Path folder;
    private final Process server;
    private final int port;

    private TestPostgres(Path folder, Process server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /** The address of a database that nobody has used. */
    static synchronized String newDatabase() {
        Optional<Path> binaries = binaries();
        Assumptions.assumeTrue(binaries.isPresent(), "no PostgreSQL in " + INSTALLED + ": apt-get install postgresql");
        try {
            if (running.isEmpty()) {
                running = Optional.of(start(binaries.get()));
            }
            return running.get().create("test" + DATABASES.incrementAndGet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> binaries() {
        try (Stream<Path> versions = Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String create(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), "hearth", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        return "postgres://hearth@127.0.0.1:" + port + "/" + database;
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static TestPostgres start(Path binaries) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hearth-postgres-");
        if (isRoot()) {
            run(folder, List.of("chown", "postgres:postgres", folder.toString()));
        }
        Path data = folder.resolve("data");
        run(
                folder,
                asServer(
                        binaries.resolve("initdb").toString(),
                        "--no-sync",
                        "--auth=trust",
                        "--username=hearth",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "-D",
                        data.toString()));
        for (int i = 1; ; i++) {
            TestPostgres started = serve(binaries, folder, data);
            Runtime.getRuntime().addShutdownHook(new Thread(started::end));
            if (started.answers() || i == START_TRIES) {
                return started;
            }
        }
    }

    private static TestPostgres serve(Path binaries, Path folder, Path data) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = asServer(
                binaries.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                // A test asks what the program promises the server, not what the disk promises.
                "-c",
                "fsync=off");
        return new TestPostgres(folder, builder(folder, command).start(), port);
    }

    /** The server refuses to be root. */
    private static List<String> asServer(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static ProcessBuilder builder(Path folder, List<String> command) {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()));
    }

    private static Path log(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    private static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        if (builder(folder, command).start().waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(log(folder)));
        }
    }

    private boolean answers() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (server.isAlive() && System.nanoTime() < end) {
            try (Connection connection = DriverManager.getConnection(url("postgres"), "hearth", "")) {
                return connection.isValid(1);
            } catch (SQLException notYet) {
                server.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    private void end() {
        try {
            server.destroy();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            remove(folder);
            Files.deleteIfExists(log(folder));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> found = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
