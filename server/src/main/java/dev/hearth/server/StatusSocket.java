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
import java.util.function.UnaryOperator;
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

    private static final int MAX_QUESTION_BYTES = 1_024;

    private final Path path;
    private final ServerSocketChannel channel;
    private final UnaryOperator<String> status;
    private final boolean listens;

    private StatusSocket(Path path, ServerSocketChannel channel, UnaryOperator<String> status, boolean listens) {
        this.path = path;
        this.channel = channel;
        this.status = status;
        this.listens = listens;
    }

    /** Serves {@code status} at {@code path}, in place of a socket that a killed server left there. */
    static StatusSocket open(Path path, Source status) throws IOException {
        return open(path, nothing -> status.get(), false);
    }

    /** Serves answers to one line that is asked. */
    static StatusSocket open(Path path, UnaryOperator<String> answers) throws IOException {
        return open(path, answers, true);
    }

    private static StatusSocket open(Path path, UnaryOperator<String> answers, boolean listens) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        StatusSocket socket = new StatusSocket(path, channel, answers, listens);
        Thread.ofVirtual().name("hearth-status").start(socket::serve);
        return socket;
    }

    private void serve() {
        while (channel.isOpen()) {
            try (SocketChannel connection = channel.accept()) {
                String question = listens ? question(connection) : "";
                ByteBuffer text = ByteBuffer.wrap(status.apply(question).getBytes(StandardCharsets.UTF_8));
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

    private static String question(SocketChannel connection) throws IOException {
        byte[] text = Channels.newInputStream(connection).readNBytes(MAX_QUESTION_BYTES);
        return new String(text, StandardCharsets.UTF_8).strip();
    }

    /** What the server at {@code path} says. */
    static String ask(Path path) throws IOException {
        return ask(path, "");
    }

    /** What it answers to {@code question}. */
    static String ask(Path path, String question) throws IOException {
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            if (!question.isEmpty()) {
                connection.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8)));
                connection.shutdownOutput();
            }
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
