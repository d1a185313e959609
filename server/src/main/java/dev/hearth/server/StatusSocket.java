package dev.hearth.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket in the data folder that answers each connection with the server's status and closes it. Only who may
 * enter the data folder reaches it; functions cannot.
 */
final class StatusSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusSocket.class);
    private static final int MAX_STATUS_BYTES = 4 << 20;
    private static final int BACKLOG = 8;

    /** Makes the text. */
    @FunctionalInterface
    interface Source {

        String get();
    }

    private final Path path;
    private final ServerSocketChannel channel;
    private final Source status;

    private StatusSocket(Path path, ServerSocketChannel channel, Source status) {
        this.path = path;
        this.channel = channel;
        this.status = status;
    }

    /** Serves {@code status} at {@code path}, in place of a socket that a killed server left there. */
    static StatusSocket open(Path path, Source status) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        StatusSocket socket = new StatusSocket(path, channel, status);
        Thread.ofVirtual().name("hearth-status").start(socket::serve);
        return socket;
    }

    private void serve() {
        while (channel.isOpen()) {
            try (SocketChannel connection = channel.accept()) {
                ByteBuffer text = ByteBuffer.wrap(status.get().getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    connection.write(text);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A status reader went away", e);
            }
        }
    }

    /** What the server at {@code path} says. */
    static String ask(Path path) throws IOException {
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            byte[] text = Channels.newInputStream(connection).readNBytes(MAX_STATUS_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("Could not remove {}", path, e);
        }
    }
}
