package dev.hearth.drivers.qemu;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The connection to one QEMU's monitor (QMP): one command at a time, each with a limit. */
final class Qmp implements AutoCloseable {

    /** How long QEMU may take to answer. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** QEMU is there and did not do what it was told. */
    static final class NotDone extends IOException {
        private static final long serialVersionUID = 1L;

        NotDone(String message) {
            super(message);
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final SocketChannel connection;
    private final BufferedReader answers;
    private final Ports ports;
    private final ReentrantLock lock = new ReentrantLock();

    private Qmp(SocketChannel connection, Ports ports) {
        this.connection = connection;
        this.answers =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.UTF_8));
        this.ports = ports;
    }

    /** A socket that QEMU connects to. */
    static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path), 1);
        return server;
    }

    /** Takes QEMU's connection; whoever closes the server ends the wait. */
    static Qmp accept(ServerSocketChannel server, Ports ports) throws IOException {
        Qmp qmp = new Qmp(server.accept(), ports);
        try {
            qmp.limited(() -> {
                qmp.line(); // the greeting
                return qmp.exchange(Map.of("execute", "qmp_capabilities"));
            });
            return qmp;
        } catch (IOException failed) {
            qmp.close();
            throw failed;
        }
    }

    /**
     * Executes a command.
     *
     * @throws IOException when QEMU refuses, is gone, or does not answer in time
     */
    JsonNode execute(String command) throws IOException {
        return execute(command, Map.of());
    }

    JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        lock.lock();
        try {
            return limited(() -> exchange(Map.of("execute", command, "arguments", arguments)));
        } finally {
            lock.unlock();
        }
    }

    /** Reads until the event comes. */
    void await(String event) throws IOException {
        lock.lock();
        try {
            limited(() -> {
                JsonNode line = line();
                while (!line.path("event").asString("").equals(event)) {
                    line = line();
                }
                return line;
            });
        } finally {
            lock.unlock();
        }
    }

    private interface Talk {
        JsonNode perform() throws IOException;
    }

    /** A monitor that does not answer is hung up on, which ends the read. */
    private JsonNode limited(Talk talk) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Timers.Timer limit = ports.timers().after(ANSWER, () -> {
            late.set(true);
            close();
        });
        try {
            return talk.perform();
        } catch (IOException failed) {
            throw late.get() ? new NotDone("QEMU's monitor does not answer") : failed;
        } finally {
            limit.cancel();
        }
    }

    private JsonNode exchange(Map<String, ?> command) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(command) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
        JsonNode answer = line();
        while (!answer.has("return") && !answer.has("error")) {
            answer = line(); // an event
        }
        if (answer.has("error")) {
            throw new NotDone("QEMU refused " + command.get("execute") + ": "
                    + answer.path("error").path("desc").asString(""));
        }
        return answer.path("return");
    }

    private JsonNode line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("QEMU closed its monitor");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException already) {
            // it is closed
        }
    }
}
