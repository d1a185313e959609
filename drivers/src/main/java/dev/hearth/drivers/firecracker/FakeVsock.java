package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The fake's vsock device: the host connects to its socket and says {@code CONNECT port}, the guest connects to the
 * host's {@code <socket>_port}; after Firecracker's {@code docs/vsock.md}.
 */
final class FakeVsock implements AutoCloseable {

    private static final int MAX_LINE = 64;
    private static final int FIRST_HOST_PORT = 1 << 30;

    private final Path path;
    private final ServerSocketChannel server;
    private final Map<Integer, Consumer<SocketChannel>> guestListens = new ConcurrentHashMap<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hostPorts = new AtomicInteger(FIRST_HOST_PORT);

    private FakeVsock(Path path, ServerSocketChannel server) {
        this.path = path;
        this.server = server;
    }

    static FakeVsock listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException refused) {
            server.close();
            throw refused;
        }
        FakeVsock vsock = new FakeVsock(path, server);
        Thread.ofVirtual().name("fake-vsock").start(vsock::acceptAll);
        return vsock;
    }

    /** The guest connects to the host's {@code port}; refused when nobody listens there. */
    SocketChannel connect(int port) throws IOException {
        SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(path.resolveSibling(path.getFileName() + "_" + port)));
        open.add(channel);
        return channel;
    }

    /** The guest listens at its {@code port}. */
    void guestListens(int port, Consumer<SocketChannel> taker) {
        guestListens.put(port, taker);
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel host = server.accept();
                open.add(host);
                Thread.ofVirtual().name("fake-vsock-connect").start(() -> shakeHands(host));
            } catch (IOException over) {
                return;
            }
        }
    }

    /** No listener inside: the connection ends without a word. */
    private void shakeHands(SocketChannel host) {
        try {
            String line = line(host);
            int port = line.matches("CONNECT \\d{1,9}") ? Integer.parseInt(line.substring(8)) : -1;
            Consumer<SocketChannel> taker = guestListens.get(port);
            if (taker == null) {
                host.close();
                return;
            }
            String hello = "OK " + hostPorts.getAndIncrement() + "\n";
            host.write(ByteBuffer.wrap(hello.getBytes(StandardCharsets.US_ASCII)));
            taker.accept(host);
        } catch (IOException broken) {
            open.remove(host);
        }
    }

    private static String line(SocketChannel host) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (line.length() < MAX_LINE && host.read(one.clear()) > 0) {
            if (one.get(0) == '\n') {
                return line.toString();
            }
            line.append((char) one.get(0));
        }
        return "";
    }

    /** Every connection breaks, as after a snapshot; listeners stay. */
    void reset() {
        for (SocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException already) {
                // it is broken, which was the wish
            }
        }
        open.clear();
    }

    /** The real one leaves its socket's file behind when the process ends; so does this. */
    @Override
    public void close() {
        reset();
        try {
            server.close();
        } catch (IOException already) {
            // nobody listens any more
        }
    }
}
