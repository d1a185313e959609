package dev.hearth.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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
 * A PostgreSQL server from the machine's binaries, on a folder and a port of its own. One is shared by all tests of a
 * JVM, each with
 * a database of its own, and ends with the JVM. Tests are skipped where there are no binaries.
 */
public final class TestPostgres implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final int START_TRIES = 3;
    private static final int START_SECONDS = 120;
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Optional<TestPostgres> shared = Optional.empty();

    private final Path binaries;
    private final Path folder;
    private final int port;
    private Process server;

    private TestPostgres(Path binaries, Path folder, int port) throws IOException {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
        this.server = serve();
    }

    /** The address of a database in the shared server that nobody has used. */
    static synchronized String newDatabase() {
        if (shared.isEmpty()) {
            TestPostgres started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = Optional.of(started);
        }
        return shared.get().create();
    }

    /** Starts one for its caller alone, which closes it. */
    public static TestPostgres start() {
        Optional<Path> binaries = binaries();
        Assumptions.assumeTrue(binaries.isPresent(), "no PostgreSQL in " + INSTALLED + ": apt-get install postgresql");
        try {
            return start(binaries.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The address of a new, empty database. */
    public String create() {
        String database = "test" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url(), "hearth", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgres://hearth@127.0.0.1:" + port + "/" + database;
    }

    /** It answers nobody until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(server.pid())));
        server.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code kill -9}; returns when all of it is gone. */
    public void crash() {
        List<ProcessHandle> all = server.descendants().toList();
        server.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        server.onExit().join();
        all.forEach(child -> child.onExit().join());
    }

    /** Starts again after {@link #crash}; returns when it answers. */
    public void again() {
        try {
            server = serve();
            if (!answers()) {
                throw new IllegalStateException("PostgreSQL does not start again: " + Files.readString(log(folder)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static TestPostgres start(Path binaries) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hearth-postgres-");
        if (isRoot()) {
            run(folder, List.of("chown", "postgres:postgres", folder.toString()));
        }
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
                        folder.resolve("data").toString()));
        for (int i = 1; ; i++) {
            TestPostgres started = new TestPostgres(binaries, folder, freePort());
            if (started.answers()) {
                return started;
            }
            started.crash();
            if (i == START_TRIES) {
                throw new IOException("PostgreSQL does not start: " + Files.readString(log(folder)));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private Process serve() throws IOException {
        List<String> command = asServer(
                binaries.resolve("postgres").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                // A test asks what the program promises the server, not what the disk promises.
                "-c",
                "fsync=off");
        return builder(folder, command).start();
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
            try (Connection connection = DriverManager.getConnection(url(), "hearth", "");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW data_directory")) {
                // Another server may have taken the port that was free.
                return row.next()
                        && row.getString(1).equals(folder.resolve("data").toString());
            } catch (SQLException notYet) {
                server.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            // A fast shutdown: sessions are ended, not waited for.
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (!server.waitFor(60, TimeUnit.SECONDS)) {
                crash();
            }
            remove(folder);
            Files.deleteIfExists(log(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
