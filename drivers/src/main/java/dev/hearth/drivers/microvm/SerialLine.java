package dev.hearth.drivers.microvm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One guest's serial line and the streams on it; everything on the hub's thread. */
final class SerialLine {

    static final int OPEN = 1;
    static final int DATA = 2;
    static final int END = 3;
    static final int RESET = 4;
    static final int WINDOW = 5;
    static final int SYNC = 6;

    static final int HEADER_BYTES = 8;
    /** Longest payload, bytes. */
    static final int MAX_PAYLOAD_BYTES = 32 * 1024;
    /** DATA that may be on its way in one direction of a stream, bytes. */
    static final int WINDOW_BYTES = 256 * 1024;
    /** Streams at the same time. */
    private static final int MAX_STREAMS = 256;
    /** When so much waits for the guest, the streams are not read, bytes. */
    private static final int MUCH = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SerialLine.class);

    private final SerialHub hub;
    private final ServerSocketChannel listening;
    private final Path base;
    private final long nonce;
    private boolean begun;
    private final ByteBuffer in =
            ByteBuffer.allocateDirect(2 * (HEADER_BYTES + MAX_PAYLOAD_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private final Map<Integer, SerialStream> streams = new HashMap<>();
    private int waiting;
    private @Nullable SocketChannel guest;
    private @Nullable SelectionKey key;

    private SerialLine(SerialHub hub, ServerSocketChannel listening, Path base, long nonce) {
        this.hub = hub;
        this.listening = listening;
        this.base = base;
        this.nonce = nonce;
    }

    static SerialLine bind(SerialHub hub, Path socket, Path base, long nonce) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            server.configureBlocking(false);
            return new SerialLine(hub, server, base, nonce);
        } catch (IOException failed) {
            Pump.close(server);
            throw failed;
        }
    }

    void begin() {
        try {
            hub.register(listening, SelectionKey.OP_ACCEPT, accepted -> accept());
        } catch (IOException closed) {
            LOG.debug("the line at {} was closed", base, closed);
        }
    }

    /** The monitor connects once; who comes later is nobody. */
    private void accept() {
        try {
            SocketChannel connection = listening.accept();
            if (connection == null) {
                return;
            }
            Pump.close(listening);
            connection.configureBlocking(false);
            guest = connection;
            key = hub.register(connection, SelectionKey.OP_READ, this::ready);
            send(SYNC, 0, sync().position(HEADER_BYTES));
        } catch (IOException failed) {
            LOG.warn("no serial line at {}", base, failed);
            close();
        }
    }

    private void ready(SelectionKey ready) {
        try {
            if (ready.isWritable()) {
                flush();
            }
            if (ready.isReadable()) {
                read();
            }
        } catch (IOException broken) {
            LOG.debug("the line at {} broke", base, broken);
            close();
        }
    }

    private void read() throws IOException {
        SocketChannel line = guest;
        if (line == null || line.read(in) < 0) {
            close();
            return;
        }
        in.flip();
        begun = begun || skipToSync();
        while (begun && in.remaining() >= HEADER_BYTES && in.remaining() >= HEADER_BYTES + length()) {
            int at = in.position();
            int kind = in.get(at);
            int stream = Short.toUnsignedInt(in.getShort(at + 2));
            int length = length();
            ByteBuffer payload = in.slice(at + HEADER_BYTES, length).order(ByteOrder.LITTLE_ENDIAN);
            in.position(at + HEADER_BYTES + length);
            take(kind, stream, payload);
        }
        in.compact();
    }

    /** The frame that begins the conversation, with the nonce by which it is known. */
    private ByteBuffer sync() {
        return ByteBuffer.allocate(HEADER_BYTES + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) SYNC)
                .putInt(4, Long.BYTES)
                .putLong(HEADER_BYTES, nonce);
    }

    /** What comes before the guest's answer to SYNC is of a conversation that a snapshot cut off. */
    private boolean skipToSync() {
        ByteBuffer wanted = sync();
        while (in.remaining() >= wanted.capacity()) {
            if (in.slice(in.position(), wanted.capacity()).equals(wanted)) {
                in.position(in.position() + wanted.capacity());
                return true;
            }
            in.position(in.position() + 1);
        }
        return false;
    }

    private int length() throws IOException {
        int length = in.getInt(in.position() + 4);
        if (length < 0 || length > MAX_PAYLOAD_BYTES) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private void take(int kind, int number, ByteBuffer payload) throws IOException {
        SerialStream stream = streams.get(number);
        if (kind == OPEN) {
            open(number, payload.getInt());
        } else if (stream != null) {
            stream.take(kind, payload);
        } else if (kind == DATA) {
            send(RESET, number, ByteBuffer.allocate(0));
        }
    }

    private void open(int number, int port) throws IOException {
        SerialStream old = streams.remove(number);
        if (old != null) {
            old.close();
        }
        if (streams.size() >= MAX_STREAMS) {
            send(RESET, number, ByteBuffer.allocate(0));
            return;
        }
        Path target = base.resolveSibling(base.getFileName() + "_" + port);
        SocketChannel host = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            host.configureBlocking(false);
            host.connect(UnixDomainSocketAddress.of(target));
            streams.put(number, SerialStream.start(hub, this, number, host));
        } catch (IOException refused) {
            LOG.debug("a guest's connection to {} was refused", target, refused);
            Pump.close(host);
            send(RESET, number, ByteBuffer.allocate(0));
        }
    }

    /** Whether the streams had better not be read now. */
    boolean full() {
        return waiting > MUCH;
    }

    void forget(int number) {
        streams.remove(number);
    }

    /** The payload is copied when it cannot be written at once. */
    void send(int kind, int stream, ByteBuffer payload) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) kind)
                .putShort(2, (short) stream)
                .putInt(4, payload.remaining());
        SocketChannel line = guest;
        if (line == null) {
            return;
        }
        if (out.isEmpty()) {
            line.write(new ByteBuffer[] {header, payload});
        }
        keep(header);
        keep(payload);
        wantWrite();
    }

    private void keep(ByteBuffer rest) {
        if (rest.hasRemaining()) {
            waiting += rest.remaining();
            out.add(ByteBuffer.allocate(rest.remaining()).put(rest).flip());
        }
    }

    private void flush() throws IOException {
        SocketChannel line = guest;
        boolean wasFull = full();
        while (line != null && !out.isEmpty()) {
            ByteBuffer first = out.getFirst();
            waiting -= line.write(first);
            if (first.hasRemaining()) {
                break;
            }
            out.removeFirst();
        }
        wantWrite();
        if (wasFull && !full()) {
            List.copyOf(streams.values()).forEach(SerialStream::interest);
        }
    }

    private void wantWrite() {
        if (key != null && key.isValid()) {
            int wanted = SelectionKey.OP_READ | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    void close() {
        Pump.close(listening);
        if (guest != null) {
            Pump.close(guest);
            guest = null;
        }
        List.copyOf(streams.values()).forEach(SerialStream::close);
        streams.clear();
        out.clear();
    }
}
