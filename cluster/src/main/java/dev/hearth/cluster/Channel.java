package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages over one connection to another host. Sending never blocks; both sides show that they live, and a side that
 * is
 * silent or does not read is given up.
 *
 * <p>{@code open -> broken}: the listener hears of it once, from whichever side broke it.
 */
final class Channel {

    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
    private static final int BUFFER_BYTES = 64 << 10;

    /** Between two looks whether there is room. */
    private static final long HOLD_MILLIS = 2;

    /** Hears what comes, one message after the other, on the channel's own task. */
    interface Listener {

        void heard(Message message);

        /** Nothing comes any more, and nothing that was sent and not answered will be. */
        void broken();
    }

    private final Connection connection;
    private final Ports ports;
    private final Listener listener;
    private final LinkedBlockingQueue<byte[]> out = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean broken = new AtomicBoolean();

    Channel(Connection connection, Ports ports, Listener listener) {
        this.connection = connection;
        this.ports = ports;
        this.listener = listener;
    }

    /** Writes on a task of its own; reads on the caller's, which comes back when the channel is broken. */
    void run() {
        ports.tasks().start("cluster-writer", this::write);
        beat();
        try {
            connection.patience(ClusterLimits.SILENCE);
            DataInputStream in = new DataInputStream(new BufferedInputStream(connection.in(), BUFFER_BYTES));
            while (!broken.get()) {
                int length = in.readInt();
                if (length < 1 || length > ClusterLimits.MESSAGE_BYTES) {
                    throw new IOException("a message of " + length + " bytes");
                }
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                Message message = Codec.decode(bytes);
                switch (message) {
                    case Message.Beat() -> {}
                    case Message.Unknown(int kind) -> LOG.debug("a newer host says something of kind {}", kind);
                    default -> listener.heard(message);
                }
            }
        } catch (IOException e) {
            LOG.debug("a channel ended", e);
        } finally {
            close();
        }
    }

    /** Sends, unless the channel is broken: then its listener has heard so, or is about to. */
    void send(Message message) {
        byte[] bytes = Codec.encode(message);
        if (waitingBytes.addAndGet(bytes.length) > ClusterLimits.WAITING_BYTES) {
            LOG.warn("a host does not read what it is sent; it is given up");
            close();
        }
        if (!broken.get()) {
            out.add(bytes);
        }
    }

    /** Holds the caller back while more than {@code bytes} wait to be written. */
    void awaitRoom(long bytes) {
        try {
            while (waitingBytes.get() > bytes && !broken.get()) {
                TimeUnit.MILLISECONDS.sleep(HOLD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the other side closes because of what it was sent, but no longer than {@code longest}. */
    void drain(Duration longest) {
        long end = ports.time().nanos() + longest.toNanos();
        try {
            while (!broken.get() && end - ports.time().nanos() > 0) {
                TimeUnit.MILLISECONDS.sleep(HOLD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        if (!broken.get()) {
            send(new Message.Beat());
            ports.timers().after(ClusterLimits.BEAT, this::beat);
        }
    }

    private void write() {
        try {
            DataOutputStream stream = new DataOutputStream(new BufferedOutputStream(connection.out(), BUFFER_BYTES));
            while (!broken.get()) {
                byte[] next = out.take();
                while (next != null) {
                    stream.writeInt(next.length);
                    stream.write(next);
                    waitingBytes.addAndGet(-next.length);
                    next = out.poll();
                }
                stream.flush();
            }
        } catch (IOException e) {
            LOG.debug("a channel ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    boolean isBroken() {
        return broken.get();
    }

    /** Breaks it. */
    void close() {
        if (broken.compareAndSet(false, true)) {
            connection.close();
            // Wakes the writer, which then ends.
            out.add(Codec.encode(new Message.Beat()));
            listener.broken();
        }
    }
}
