package dev.hearth.drivers.namespace;

import dev.hearth.drivers.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The {@code hearth-sandbox} process that forks the launchers; started when first needed, and again when it died. */
final class Spawner implements AutoCloseable {

    /** How long the process may take to prepare the shared root. */
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    private final Path binary;
    private final Path root;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Link link;
    private boolean closed;

    /** A living process and the socket to it. */
    private record Link(Process process, int socket, boolean privileged) {}

    /** {@code root} is an empty folder over which the process mounts, in a mount namespace of its own. */
    Spawner(Path binary, Path root) {
        this.binary = binary;
        this.root = root;
    }

    /** Whether sandboxes get host users of their own. */
    boolean privileged() throws IOException {
        lock.lock();
        try {
            return living().privileged();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks for one sandbox or one disk; the answers come on the control socket. The descriptors (control, output,
     * disk) are copied to it and stay the caller's.
     */
    void request(byte[] spec, int... descriptors) throws IOException {
        lock.lock();
        try {
            Sockets.send(living().socket(), spec, descriptors);
        } finally {
            lock.unlock();
        }
    }

    private Link living() throws IOException {
        Link current = link;
        if (current != null && current.process().isAlive()) {
            return current;
        }
        if (closed) {
            throw new IOException("the driver is closed");
        }
        if (current != null) {
            Linux.close(current.socket());
        }
        link = start();
        return link;
    }

    private Link start() throws IOException {
        Files.createDirectories(root);
        Sockets.Nameless listening = Sockets.listenAbstract();
        try {
            ProcessBuilder builder = new ProcessBuilder(binary.toString(), listening.name(), root.toString())
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            Process process = builder.start();
            return greet(process, accept(process, listening.descriptor()));
        } finally {
            Linux.close(listening.descriptor());
        }
    }

    /** Takes the connection of the process itself; the address can be seen and tried by others on this machine. */
    private static int accept(Process process, int listening) throws IOException {
        Sockets.limitWait(listening, START_WAIT);
        while (process.isAlive()) {
            int socket = Sockets.accept(listening, true);
            if (socket < 0) {
                process.destroyForcibly();
                throw new IOException("hearth-sandbox did not connect, errno " + -socket);
            }
            if (Sockets.peerProcess(socket) == process.pid()) {
                return socket;
            }
            Linux.close(socket);
        }
        throw new IOException("hearth-sandbox ended at once, exit status " + process.exitValue());
    }

    private static Link greet(Process process, int socket) throws IOException {
        Sockets.limitWait(socket, START_WAIT);
        Sockets.Received greeting = Sockets.receive(socket);
        if (greeting.end() || greeting.kind() != 'R') {
            process.destroyForcibly();
            Linux.close(socket);
            throw new IOException(greeting.end() ? "hearth-sandbox ended while it made the root" : greeting.text());
        }
        return new Link(process, socket, greeting.text().equals("p"));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (link != null) {
                Linux.close(link.socket()); // the process ends when its link does
                link.process().onExit().join();
                link = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
