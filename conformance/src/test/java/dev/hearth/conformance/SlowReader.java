package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** A client's bare TCP connection, which takes little that it does not read. */
final class SlowReader implements AutoCloseable {

    /** An opcode of WebSocket (RFC 6455). */
    static final int TEXT = 1;

    static final int PING = 9;

    /** How little of what is sent to it the kernel takes for it; bytes. */
    private static final int WINDOW = 4096;

    /** For how long nothing must be taken before nothing is taken any more. */
    private static final Duration STILL = Duration.ofSeconds(2);

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 125;

    private final SocketChannel channel;
    private final int port;

    SlowReader(URI server) {
        try {
            port = server.getPort();
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
            channel.connect(new InetSocketAddress(server.getHost(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it a WebSocket connection. */
    SlowReader upgraded(String path) throws IOException {
        write("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(read(1).get());
        }
        assertThat(head.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 101 ");
        return this;
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            assertThat(channel.read(bytes)).as("bytes before the end").isPositive();
        }
        return bytes.flip();
    }

    /** A frame of a client: its mask is zero, so that the text is as it was. */
    static byte[] frame(int opcode, String text) {
        assertThat(text.length()).isLessThanOrEqualTo(SHORT);
        ByteBuffer frame = ByteBuffer.allocate(6 + text.length());
        frame.put((byte) (FINAL | opcode)).put((byte) (MASKED | text.length())).putInt(0);
        return frame.put(text.getBytes(StandardCharsets.US_ASCII)).array();
    }

    /** Sends a text message and reads the one that comes back; both are short, or the answer is below 64 KiB. */
    String exchange(String text) throws IOException {
        channel.write(ByteBuffer.wrap(frame(TEXT, text)));
        int length = read(2).get(1);
        if (length > SHORT) {
            length = Short.toUnsignedInt(read(2).getShort());
        }
        return StandardCharsets.UTF_8.decode(read(length)).toString();
    }

    /**
     * Sends {@code piece} over and over and reads nothing, until nobody takes more of it: how many bytes were taken,
     * {@code most} at most.
     */
    long pour(byte[] piece, long most) throws IOException {
        ByteBuffer many = ByteBuffer.allocate(piece.length * 512);
        while (many.hasRemaining()) {
            many.put(piece);
        }
        many.flip();
        channel.configureBlocking(false);
        long taken = 0;
        try (Selector writable = Selector.open()) {
            channel.register(writable, SelectionKey.OP_WRITE);
            while (taken < most && writable.select(STILL.toMillis()) > 0) {
                writable.selectedKeys().clear();
                if (!many.hasRemaining()) {
                    many.rewind();
                }
                taken += channel.write(many);
            }
        } catch (IOException closed) {
            return taken;
        }
        return taken;
    }

    /** Whether the server's end of the connection is still open, by what the kernel says. */
    boolean isServed() {
        try (Stream<String> old = Files.lines(Path.of("/proc/net/tcp"));
                Stream<String> all = Files.lines(Path.of("/proc/net/tcp6"))) {
            String from = String.format(Locale.ROOT, ":%04X ", port);
            String to =
                    String.format(Locale.ROOT, ":%04X 01 ", ((InetSocketAddress) channel.getLocalAddress()).getPort());
            return Stream.concat(old, all).anyMatch(line -> line.contains(from) && line.contains(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
