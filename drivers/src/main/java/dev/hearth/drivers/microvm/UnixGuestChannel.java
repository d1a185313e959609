package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of one guest, each with a task that waits for connections. */
final class UnixGuestChannel implements GuestChannel {

    private static final Logger LOG = LoggerFactory.getLogger(UnixGuestChannel.class);
    /** Connections of one guest to Hearth's endpoint at the same time; more wait in the backlog. */
    private static final int MAX_ENDPOINT_CONNECTIONS = 128;
    /** Control connections that nobody took yet; a guest has one at a time. */
    private static final int MAX_CONTROL = 2;

    private final Path base;
    private final int endpointPort;
    private final SocketOwner owner;
    private final Ports ports;
    private final List<ServerSocketChannel> listening = new ArrayList<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Optional<SocketChannel>> control = new LinkedBlockingQueue<>(MAX_CONTROL + 1);
    private final Map<Integer, CompletableFuture<SocketChannel>> inside = new ConcurrentHashMap<>();
    private final Semaphore endpointRoom = new Semaphore(MAX_ENDPOINT_CONNECTIONS);
    private volatile boolean closed;

    /** What becomes of a new connection. */
    private interface Taker {
        void take(SocketChannel connection) throws IOException;
    }

    private UnixGuestChannel(Path base, int endpointPort, SocketOwner owner, Ports ports) {
        this.base = base;
        this.endpointPort = endpointPort;
        this.owner = owner;
        this.ports = ports;
    }

    static GuestChannel open(Path base, int endpointPort, SocketOwner owner, Ports ports) throws IOException {
        UnixGuestChannel channel = new UnixGuestChannel(base, endpointPort, owner, ports);
        try {
            channel.listen(GuestProtocol.CONTROL_PORT, channel::takeControl);
            channel.listen(GuestProtocol.INSIDE_PORT, channel::takeInside);
            if (endpointPort > 0) {
                channel.listen(GuestProtocol.ENDPOINT_PORT, channel::takeEndpoint);
            }
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public Path socket(int port) {
        return base.resolveSibling(base.getFileName() + "_" + port);
    }

    @Override
    public void own(Path socket) throws IOException {
        owner.own(socket);
    }

    private void listen(int port, Taker taker) throws IOException {
        Path path = socket(port);
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET_PATH) {
            throw new IOException("the path " + path + " is longer than a socket's may be (" + MAX_SOCKET_PATH
                    + " bytes): choose a shorter data folder");
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.add(server);
        server.bind(UnixDomainSocketAddress.of(path));
        owner.own(path);
        ports.tasks().start("guest-port-" + port, () -> acceptAll(server, taker));
    }

    private void acceptAll(ServerSocketChannel server, Taker taker) {
        while (!closed) {
            try {
                SocketChannel connection = server.accept();
                open.add(connection);
                if (closed) {
                    forget(connection);
                } else {
                    taker.take(connection);
                }
            } catch (IOException over) {
                LOG.debug("no more connections at {}", base, over);
                return;
            }
        }
    }

    private void takeControl(SocketChannel connection) {
        if (control.size() >= MAX_CONTROL || !control.offer(Optional.of(connection))) {
            forget(connection);
        }
    }

    private void takeInside(SocketChannel connection) {
        ports.tasks().start("guest-inside", () -> {
            try {
                ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                while (number.hasRemaining() && connection.read(number) >= 0) {
                    // four bytes
                }
                CompletableFuture<SocketChannel> expected =
                        number.hasRemaining() ? null : inside.remove(number.getInt(0));
                if (expected == null || !expected.complete(connection)) {
                    forget(connection);
                }
            } catch (IOException broken) {
                forget(connection);
            }
        });
    }

    private void takeEndpoint(SocketChannel guest) throws IOException {
        endpointRoom.acquireUninterruptibly();
        ports.tasks().start("guest-endpoint", () -> {
            try (guest;
                    SocketChannel host =
                            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpointPort))) {
                host.setOption(StandardSocketOptions.TCP_NODELAY, true);
                open.add(host);
                Pump.bothWays(guest, host, ports.tasks());
                open.remove(host);
            } catch (IOException refused) {
                LOG.debug("a connection to port {} failed", endpointPort, refused);
            } finally {
                forget(guest);
                endpointRoom.release();
            }
        });
    }

    @Override
    public SocketChannel awaitControl(Duration limit) throws IOException {
        try {
            Optional<SocketChannel> connection = control.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (connection == null) {
                throw new IOException("the guest's init did not call within " + limit.toMillis() + " ms");
            }
            return connection.orElseThrow(() -> new IOException("the guest's sockets were closed"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the guest", interrupted);
        }
    }

    @Override
    public CompletableFuture<SocketChannel> expectInside(int number) {
        CompletableFuture<SocketChannel> expected = new CompletableFuture<>();
        inside.put(number, expected);
        expected.whenComplete((connection, failure) -> inside.remove(number));
        return expected;
    }

    private void forget(SocketChannel connection) {
        open.remove(connection);
        Pump.close(connection);
    }

    @Override
    public void close() {
        closed = true;
        control.offer(Optional.empty());
        for (ServerSocketChannel server : listening) {
            Pump.close(server);
        }
        open.forEach(this::forget);
        for (int port = GuestProtocol.CONTROL_PORT; port <= GuestProtocol.INSIDE_PORT; port++) {
            try {
                Files.deleteIfExists(socket(port));
            } catch (IOException undeletable) {
                LOG.debug("cannot remove {}", socket(port), undeletable);
            }
        }
    }
}
