package dev.hearth.drivers.namespace;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that waits on many descriptors (epoll, level-triggered) and calls their handlers. */
final class Poller implements AutoCloseable {

    static final int READABLE = 1;
    static final int WRITABLE = 4;

    /** Told which of the watched conditions hold; also on error or hang-up. Runs on the poller's thread. */
    interface Handler {
        void ready(int events);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    /** Events taken in one wait. */
    private static final int BATCH = 64;
    /** The kernel packs the event structure on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").matches("amd64|x86_64");

    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;
    /** The registration by which {@link #close} wakes the thread. */
    private static final long WAKE = 0;

    private static final MethodHandle CREATE = Linux.call("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CONTROL =
            Linux.call("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle WAIT =
            Linux.call("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    private final int epoll;
    private final Linux.Pipe wake;
    private final Thread thread;
    private final Map<Long, Handler> handlers = new ConcurrentHashMap<>();
    private final AtomicLong lastKey = new AtomicLong(WAKE);

    private Poller(int epoll, Linux.Pipe wake, String name) {
        this.epoll = epoll;
        this.wake = wake;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    static Poller start(String name) throws LinuxException {
        int epoll;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            epoll = Linux.check("epoll_create1", (int) CREATE.invokeExact(state, EPOLL_CLOEXEC), state);
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
        Poller poller = new Poller(epoll, Linux.pipe(), name);
        poller.control(ADD, poller.wake.readEnd(), READABLE, WAKE);
        poller.thread.start();
        return poller;
    }

    /** Watches a descriptor until {@link #forget}; returns the key for the other calls. */
    long watch(int descriptor, int events, Handler handler) throws LinuxException {
        long key = lastKey.incrementAndGet();
        handlers.put(key, handler);
        try {
            control(ADD, descriptor, events, key);
        } catch (LinuxException refused) {
            handlers.remove(key);
            throw refused;
        }
        return key;
    }

    void change(int descriptor, int events, long key) {
        try {
            control(MODIFY, descriptor, events, key);
        } catch (LinuxException gone) {
            LOG.debug("a descriptor is no longer watched", gone);
        }
    }

    /** Stops watching; to be called before the descriptor is closed. */
    void forget(int descriptor, long key) {
        if (handlers.remove(key) != null) {
            try {
                control(DELETE, descriptor, 0, key);
            } catch (LinuxException gone) {
                LOG.debug("a descriptor was not watched", gone);
            }
        }
    }

    @Override
    public void close() {
        Linux.close(wake.writeEnd());
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment events = arena.allocate((long) BATCH * EVENT_BYTES, 8);
            boolean open = true;
            while (open) {
                int count = (int) WAIT.invokeExact(state, epoll, events, BATCH, -1);
                for (int i = 0; i < count; i++) {
                    long at = (long) i * EVENT_BYTES;
                    long key = events.get(JAVA_LONG_UNALIGNED, at + DATA_OFFSET);
                    open &= key != WAKE;
                    dispatch(key, events.get(JAVA_INT_UNALIGNED, at));
                }
            }
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        } finally {
            Linux.close(wake.readEnd());
            Linux.close(epoll);
        }
    }

    private void dispatch(long key, int events) {
        Handler handler = handlers.get(key);
        if (handler == null) {
            return; // forgotten after the kernel had reported it, or the wake-up
        }
        try {
            handler.ready(events);
        } catch (RuntimeException bug) {
            LOG.error("a handler of {} failed", thread.getName(), bug);
        }
    }

    private void control(int operation, int descriptor, int events, long key) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment event = arena.allocate(EVENT_BYTES, 8);
            event.set(JAVA_INT_UNALIGNED, 0, events);
            event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, key);
            int result = (int) CONTROL.invokeExact(state, epoll, operation, descriptor, event);
            Linux.check("epoll_ctl", result, state);
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }
}
