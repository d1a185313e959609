package dev.hearth.drivers.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test plays QEMU and the guest's init at one end of a line, and the host's sockets at the other. */
@Timeout(120)
class SerialLineTest {

    @TempDir
    Path folder;

    private SerialHub hub;
    private SocketChannel guest;

    private record Frame(int kind, int stream, byte[] payload) {}

    @BeforeEach
    void connect() throws IOException {
        hub = SerialHub.start(
                RealPorts.create().randomness(), RealPorts.create().time());
        hub.listen(folder.resolve("line"), folder.resolve("v"));
        guest = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("line")));
    }

    @AfterEach
    void disconnect() throws IOException {
        guest.close();
        hub.close();
    }

    private ServerSocketChannel host(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(folder.resolve("v_" + port)));
    }

    private void send(int kind, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(SerialLine.HEADER_BYTES + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) kind)
                .putShort(2, (short) stream)
                .putInt(4, payload.length)
                .put(SerialLine.HEADER_BYTES, payload);
        while (frame.hasRemaining()) {
            guest.write(frame);
        }
    }

    private Frame receive() throws IOException {
        ByteBuffer header = read(guest, SerialLine.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer payload = read(guest, header.getInt(4));
        return new Frame(header.get(0), header.getShort(2), payload.array());
    }

    private static ByteBuffer read(SocketChannel from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            assertThat(from.read(buffer)).as("not the end").isPositive();
        }
        return buffer;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private void synchronize() throws IOException {
        Frame sync = receive();
        assertThat(sync.kind()).isEqualTo(SerialLine.SYNC);
        send(SerialLine.SYNC, 0, sync.payload());
    }

    @Test
    void aStreamReachesTheSocketOfItsPortAndBack() throws IOException {
        try (ServerSocketChannel server = host(9001)) {
            synchronize();
            send(SerialLine.OPEN, 7, number(9001));
            send(SerialLine.DATA, 7, "ask".getBytes(StandardCharsets.US_ASCII));
            try (SocketChannel taken = server.accept()) {
                assertThat(read(taken, 3).array()).asString().isEqualTo("ask");
                taken.write(ByteBuffer.wrap("answer".getBytes(StandardCharsets.US_ASCII)));
                Frame answer = receive();
                assertThat(answer.kind()).isEqualTo(SerialLine.DATA);
                assertThat(answer.stream()).isEqualTo(7);
                assertThat(answer.payload()).asString().isEqualTo("answer");
                send(SerialLine.END, 7, new byte[0]);
                assertThat(taken.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
            }
            assertThat(receive().kind()).isEqualTo(SerialLine.END);
        }
    }

    @Test
    void aPortThatNobodyServesIsReset() throws IOException {
        synchronize();
        send(SerialLine.OPEN, 3, number(9002));

        Frame answer = receive();
        assertThat(answer.kind()).isEqualTo(SerialLine.RESET);
        assertThat(answer.stream()).isEqualTo(3);
    }

    @Test
    void whatIsLeftOfAnEarlierConversationIsSkipped() throws IOException {
        try (ServerSocketChannel server = host(9000)) {
            Frame sync = receive();
            guest.write(
                    ByteBuffer.wrap("the tail of a frame that a snapshot cut off".getBytes(StandardCharsets.US_ASCII)));
            send(SerialLine.SYNC, 0, sync.payload());
            send(SerialLine.OPEN, 1, number(9000));
            try (SocketChannel taken = server.accept()) {
                assertThat(taken.isConnected()).isTrue();
            }
        }
    }

    @Test
    void noMoreThanTheWindowIsSentToAGuestThatDoesNotRead() throws IOException {
        try (ServerSocketChannel server = host(9001)) {
            synchronize();
            send(SerialLine.OPEN, 1, number(9001));
            try (SocketChannel taken = server.accept()) {
                byte[] much = new byte[2 * SerialLine.WINDOW_BYTES];
                Thread.ofVirtual().start(() -> write(taken, much));
                int came = 0;
                while (came < SerialLine.WINDOW_BYTES) {
                    came += receive().payload().length;
                }
                assertThat(came).isEqualTo(SerialLine.WINDOW_BYTES);
                send(SerialLine.WINDOW, 1, number(100));
                assertThat(receive().payload()).as("the rest waited").hasSize(100);
            }
        }
    }

    private static void write(SocketChannel to, byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void whatWasTakenIsToldAsRoom() throws IOException {
        try (ServerSocketChannel server = host(9001)) {
            synchronize();
            send(SerialLine.OPEN, 1, number(9001));
            try (SocketChannel taken = server.accept()) {
                byte[] portion = new byte[SerialLine.MAX_PAYLOAD_BYTES];
                send(SerialLine.DATA, 1, portion);
                send(SerialLine.DATA, 1, portion);
                read(taken, 2 * portion.length);
                Frame room = receive();
                assertThat(room.kind()).isEqualTo(SerialLine.WINDOW);
                assertThat(ByteBuffer.wrap(room.payload())
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt())
                        .isEqualTo(2 * portion.length);
            }
        }
    }
}
