package dev.hearth.drivers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The few Linux calls on descriptors that Java has no class for. */
public final class Linux {

    public static final int EINTR = 4;
    public static final int EAGAIN = 11;

    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETFL = 4;
    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SIGKILL = 9;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    /** Size of the memory that {@link #call} handles write the error number into. */
    public static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

    private static final MethodHandle READ =
            call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle PREAD =
            call("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PIPE2 = call("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FCNTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("fcntl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SYSCALL4 = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            ERRNO,
            Linker.Option.firstVariadicArg(1));

    private Linux() {}

    /** A handle on a C function whose first parameter is the memory for errno. */
    public static MethodHandle call(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, ERRNO);
    }

    /** The error number that a call left in {@code state}. */
    public static int errno(MemorySegment state) {
        return state.get(JAVA_INT, 0);
    }

    /** A read end that does not block and a write end that does, both closed on exec. */
    public record Pipe(int readEnd, int writeEnd) {}

    public static Pipe pipe() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO_LAYOUT);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            check("pipe2", (int) PIPE2.invokeExact(state, ends, O_CLOEXEC), state);
            Pipe pipe = new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
            check("fcntl", (int) FCNTL.invokeExact(state, pipe.readEnd(), F_SETFL, O_NONBLOCK), state);
            return pipe;
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    public static int openForReading(Path file) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO_LAYOUT);
            MemorySegment path = arena.allocateFrom(file.toString());
            return check("open " + file, (int) OPEN.invokeExact(state, path, O_CLOEXEC), state);
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Bytes read, 0 at the end, or the negative error number. */
    public static int read(int descriptor, IoBuffer buffer) {
        try {
            long got = (long) READ.invokeExact(buffer.state(), descriptor, buffer.bytes(), (long) IoBuffer.SIZE);
            return got < 0 ? -errno(buffer.state()) : (int) got;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Bytes written, or the negative error number. */
    public static int write(int descriptor, IoBuffer buffer, int from, int count) {
        try {
            long put = (long)
                    WRITE.invokeExact(buffer.state(), descriptor, buffer.bytes().asSlice(from), (long) count);
            return put < 0 ? -errno(buffer.state()) : (int) put;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Bytes read from the start of a (control) file, or the negative error number. */
    public static int readFromStart(int descriptor, IoBuffer buffer) {
        try {
            long got = (long) PREAD.invokeExact(buffer.state(), descriptor, buffer.bytes(), (long) IoBuffer.SIZE, 0L);
            return got < 0 ? -errno(buffer.state()) : (int) got;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(ERRNO_LAYOUT), descriptor);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Sends SIGKILL to the process of a pidfd; nothing happens when it is already gone. */
    public static void kill(int processDescriptor) {
        try (Arena arena = Arena.ofConfined()) {
            long ignored = (long) SYSCALL4.invokeExact(
                    arena.allocate(ERRNO_LAYOUT),
                    (long) SYS_PIDFD_SEND_SIGNAL,
                    (long) processDescriptor,
                    (long) SIGKILL,
                    0L,
                    0L);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The number of the process of a pidfd, -1 when it is gone. */
    public static long processId(int processDescriptor) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(processDescriptor))).stream()
                .filter(line -> line.startsWith("Pid:"))
                .mapToLong(
                        line -> Long.parseLong(line.substring("Pid:".length()).strip()))
                .findFirst()
                .orElse(-1);
    }

    public static int check(String name, int result, MemorySegment state) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(name, errno(state));
        }
        return result;
    }

    /** What {@code invokeExact} threw, as what it can really be. */
    public static LinuxException rethrown(Throwable failure) {
        if (failure instanceof LinuxException expected) {
            return expected;
        }
        throw new IllegalStateException(failure);
    }
}
