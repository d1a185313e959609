package dev.hearth.drivers.microvm;

import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes guests' virtio-serial lines look like Firecracker's vsock: a guest's connection to port P arrives at the Unix
 * socket {@code <base>_P}. One thread for all lines of a driver.
 */
public final class SerialHub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SerialHub.class);

    /** A line that was listened for; closing it ends everything on it. */
    @FunctionalInterface
    public interface GuestLine extends AutoCloseable {
        @Override
        void close();
    }

    /** Told on the hub's thread that a channel is ready. */
    interface Handler {
        void ready(SelectionKey key);
    }

    /** How long the thread looks again and again after something happened, nanoseconds. */
    private static final long AWAKE_NANOS = 50_000;
    /** When it gave its processor away and got it back only after so long, others need it more, nanoseconds. */
    private static final long TAKEN_NANOS = 25_000;

    private final Selector selector;
    private final Randomness randomness;
    private final Time time;
    private final Thread thread;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    /** Only one thread reads, one stream at a time. */
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SerialLine.MAX_PAYLOAD_BYTES);

    private volatile boolean closed;

    private SerialHub(Selector selector, Randomness randomness, Time time) {
        this.selector = selector;
        this.randomness = randomness;
        this.time = time;
        this.thread = Thread.ofPlatform().daemon().name("hearth-serial-lines").unstarted(this::run);
    }

    public static SerialHub start(Randomness randomness, Time time) throws IOException {
        SerialHub hub = new SerialHub(Selector.open(), randomness, time);
        hub.thread.start();
        return hub;
    }

    /**
     * Listens at {@code socket} for a machine monitor that connects its guest's serial port, and carries the port's
     * streams to the sockets {@code <base>_<port>}.
     *
     * @return the line, which the caller closes
     */
    public GuestLine listen(Path socket, Path base) throws IOException {
        SerialLine line = SerialLine.bind(this, socket, base, randomness.nextLong());
        execute(line::begin);
        return () -> execute(line::close);
    }

    /** A buffer for the length of one read. */
    ByteBuffer scratch() {
        return scratch;
    }

    void execute(Runnable task) {
        work.add(task);
        selector.wakeup();
    }

    /** On the hub's thread. */
    SelectionKey register(SelectableChannel channel, int interest, Handler handler) throws IOException {
        return channel.register(selector, interest, handler);
    }

    private void run() {
        try (selector) {
            while (!closed) {
                if (selector.select(SerialHub::dispatch) > 0) {
                    stayAwake();
                }
                for (Runnable task = work.poll(); task != null; task = work.poll()) {
                    perform(task);
                }
            }
            selector.keys().forEach(key -> Pump.close(key.channel()));
        } catch (IOException bug) {
            LOG.error("the serial lines broke", bug);
        }
    }

    /** To wake a sleeping thread costs more than a guest's answer takes; see ADR 0032. */
    private void stayAwake() throws IOException {
        long now = time.nanos();
        long until = now + AWAKE_NANOS;
        while (work.isEmpty() && now < until) {
            Thread.yield();
            long back = time.nanos();
            if (selector.selectNow(SerialHub::dispatch) > 0) {
                until = back + AWAKE_NANOS;
            } else if (back - now > TAKEN_NANOS) {
                return;
            }
            now = time.nanos();
        }
    }

    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a serial line failed", bug);
        }
    }

    private static void dispatch(SelectionKey key) {
        if (key.isValid()) { // what came before it in this round may have closed it
            perform(() -> ((Handler) key.attachment()).ready(key));
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
