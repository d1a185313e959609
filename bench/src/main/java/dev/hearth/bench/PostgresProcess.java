package dev.hearth.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of the benchmark's own, from the machine's binaries and with its default settings, on a free port. */
final class PostgresProcess implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "hearth";
    private static final int PATIENCE_POLLS = 500;
    private static final int POLL_MILLIS = 20;

    private final Child server;
    private final int port;
    private final String address;

    private PostgresProcess(Child server, int port, String address) {
        this.server = server;
        this.port = port;
        this.address = address;
    }

    /** @param folder made by this; what is in it goes with the benchmark's folder */
    static PostgresProcess start(Path folder) {
        return start(folder, null);
    }

    /** The same on the machine of the store in {@code net}, when there is one. */
    static PostgresProcess start(Path folder, @Nullable ClusterNet net) {
        Path binaries = binaries();
        try {
            Files.createDirectories(folder);
            if (isRoot()) {
                // The server refuses to be root, and its user must get to its folder.
                done(List.of("chmod", "711", folder.getParent().toString()));
                done(List.of("chown", "postgres", folder.toString()));
            }
            String data = folder.resolve("data").toString();
            done(asServer(
                    binaries.resolve("initdb").toString(),
                    "--auth=trust",
                    "--username=" + USER,
                    "-E",
                    "UTF8",
                    "-D",
                    data));
            int port = freePort();
            String listen = net == null ? "127.0.0.1" : net.address(ClusterNet.STORE);
            List<String> command = new ArrayList<>(net == null ? List.of() : net.at(ClusterNet.STORE));
            command.addAll(asServer(
                    binaries.resolve("postgres").toString(),
                    "-D",
                    data,
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=" + listen,
                    "-c",
                    "unix_socket_directories="));
            if (net != null) {
                String rule = "host all all " + listen + "/24 trust\n";
                Files.writeString(folder.resolve("data/pg_hba.conf"), rule, StandardOpenOption.APPEND);
            }
            Child server = Child.startSilent(command, Map.of());
            int reached = net == null ? port : net.relay(ClusterNet.STORE, listen, port);
            PostgresProcess started = new PostgresProcess(server, reached, listen + ":" + port);
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new BenchException("cannot start PostgreSQL", e);
        }
    }

    private static Path binaries() {
        try (Stream<Path> versions = Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new BenchException("no PostgreSQL here: sudo apt-get install postgresql"));
        } catch (IOException e) {
            throw new BenchException("cannot look for PostgreSQL", e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asServer(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static void done(List<String> command) {
        try (Child child = Child.start(command, Map.of())) {
            child.result();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitReady() {
        for (int i = 0; i < PATIENCE_POLLS; i++) {
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException notYet) {
                Stage.rest(POLL_MILLIS);
            }
        }
        throw new BenchException("PostgreSQL does not start");
    }

    /** Sends a signal to all of it. */
    void signal(String name) {
        server.signal(name);
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, "");
    }

    /** The address of a new, empty database. */
    String create(String database) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
            return "postgres://" + USER + "@" + address + "/" + database;
        } catch (SQLException e) {
            throw new BenchException("cannot make a database", e);
        }
    }

    @Override
    public void close() {
        if (server.lives()) {
            // One that stands still would not hear it.
            done(List.of("kill", "-CONT", Long.toString(server.pid())));
            done(List.of("kill", "-INT", Long.toString(server.pid())));
        }
        server.close();
    }
}
