package dev.hearth.drivers.microvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of a serial line and the host's socket that it leads to; everything on the hub's thread. */
final class SerialStream {

    private static final Logger LOG = LoggerFactory.getLogger(SerialStream.class);
    /** The guest is told of room in portions of this size, bytes, so that few frames are needed. */
    private static final int ROOM_PORTION = SerialLine.WINDOW_BYTES / 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer buffer;
    private final SerialLine line;
    private final int number;
    private final SocketChannel host;
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();
    private int window = SerialLine.WINDOW_BYTES;
    private int untold;
    private int kept;
    private boolean hostEnded;
    private boolean guestEnded;
    private SelectionKey key;

    private SerialStream(SerialHub hub, SerialLine line, int number, SocketChannel host) throws IOException {
        this.buffer = hub.scratch();
        this.line = line;
        this.number = number;
        this.host = host;
        this.key = hub.register(host, SelectionKey.OP_READ, this::ready);
    }

    static SerialStream start(SerialHub hub, SerialLine line, int number, SocketChannel host) throws IOException {
        return new SerialStream(hub, line, number, host);
    }

    private void ready(SelectionKey ready) {
        try {
            if (ready.isWritable()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
            endWhenBothDid();
        } catch (IOException broken) {
            LOG.debug("a stream broke", broken);
            reset();
        }
    }

    private void read() throws IOException {
        buffer.clear().limit(Math.min(buffer.capacity(), window));
        int got = host.read(buffer);
        if (got > 0) {
            window -= got;
            line.send(SerialLine.DATA, number, buffer.flip());
        } else if (got < 0) {
            hostEnded = true;
            line.send(SerialLine.END, number, NOTHING);
        }
        interest();
    }

    void take(int kind, ByteBuffer payload) {
        try {
            switch (kind) {
                case SerialLine.DATA -> write(payload);
                case SerialLine.END -> {
                    guestEnded = true;
                    flush();
                }
                case SerialLine.WINDOW -> {
                    window += payload.order(ByteOrder.LITTLE_ENDIAN).getInt();
                    interest();
                }
                case SerialLine.RESET -> close();
                default -> LOG.debug("a guest sent a frame of kind {}", kind);
            }
            endWhenBothDid();
        } catch (IOException broken) {
            LOG.debug("a stream broke", broken);
            reset();
        }
    }

    private void write(ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        if (kept + length > SerialLine.WINDOW_BYTES) {
            throw new IOException("the guest sent more than there is room for");
        }
        if (pending.isEmpty()) {
            host.write(payload);
        }
        int rest = payload.remaining();
        if (rest > 0) {
            pending.add(ByteBuffer.allocate(rest).put(payload).flip());
            kept += rest;
            interest();
        }
        tell(length - rest);
    }

    private void flush() throws IOException {
        int done = 0;
        while (!pending.isEmpty()) {
            ByteBuffer first = pending.getFirst();
            done += host.write(first);
            if (first.hasRemaining()) {
                break;
            }
            pending.removeFirst();
        }
        kept -= done;
        if (guestEnded && pending.isEmpty()) {
            host.shutdownOutput();
        }
        tell(done);
        interest();
    }

    /** So many bytes found room; the guest hears of it in portions. */
    private void tell(int bytes) throws IOException {
        untold += bytes;
        if (untold >= ROOM_PORTION) {
            ByteBuffer room =
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, untold);
            line.send(SerialLine.WINDOW, number, room);
            untold = 0;
        }
    }

    void interest() {
        if (key.isValid()) {
            boolean read = !hostEnded && window > 0 && !line.full();
            int wanted = (read ? SelectionKey.OP_READ : 0) | (pending.isEmpty() ? 0 : SelectionKey.OP_WRITE);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    private void endWhenBothDid() {
        if (hostEnded && guestEnded && pending.isEmpty()) {
            close();
        }
    }

    private void reset() {
        try {
            line.send(SerialLine.RESET, number, NOTHING);
        } catch (IOException broken) {
            LOG.debug("the line broke", broken);
        }
        close();
    }

    void close() {
        line.forget(number);
        Pump.close(host);
    }
}
