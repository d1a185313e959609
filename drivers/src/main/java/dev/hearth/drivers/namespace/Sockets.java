package dev.hearth.drivers.namespace;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The socket calls that Java has no class for: messages that carry descriptors, and sockets by number. */
final class Sockets {

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_SEQPACKET = 5;
    static final int SOCK_NONBLOCK = 0x800;

    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_RCVTIMEO = 20;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int LOOPBACK_BIG_ENDIAN = 0x0100007F;
    private static final int BACKLOG = 128;
    /** Most descriptors in one message. */
    private static final int MAX_DESCRIPTORS = 4;
    /** Longest message that is received here, bytes. */
    private static final int MAX_MESSAGE_BYTES = 1024;

    private static final StructLayout MESSAGE = MemoryLayout.structLayout(
            ADDRESS.withName("name"),
            JAVA_LONG.withName("nameLength"),
            ADDRESS.withName("parts"),
            JAVA_LONG.withName("partCount"),
            ADDRESS.withName("control"),
            JAVA_LONG.withName("controlLength"),
            JAVA_LONG.withName("flags"));
    private static final long PARTS = 16;
    private static final long PART_COUNT = 24;
    private static final long CONTROL = 32;
    private static final long CONTROL_LENGTH = 40;
    /** Bytes of a control message's header; the descriptors follow. */
    private static final int CONTROL_HEADER = 16;

    private static final MethodHandle SOCKET = ints("socket", 3);
    private static final MethodHandle LISTEN = ints("listen", 2);
    private static final MethodHandle SOCKETPAIR =
            Linux.call("socketpair", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle BIND = addressed("bind");
    private static final MethodHandle CONNECT = addressed("connect");
    private static final MethodHandle GETSOCKNAME =
            Linux.call("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle ACCEPT4 =
            Linux.call("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT =
            Linux.call("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT =
            Linux.call("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SHUTDOWN = ints("shutdown", 2);
    private static final MethodHandle SENDMSG = message("sendmsg");
    private static final MethodHandle RECVMSG = message("recvmsg");

    private Sockets() {}

    /** What came in one message; {@code bytes} is empty when the other side closed. */
    record Received(byte[] bytes, int[] descriptors) {

        boolean end() {
            return bytes.length == 0;
        }

        char kind() {
            return (char) bytes[0];
        }

        String text() {
            return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
        }
    }

    /** Two connected sockets that keep message boundaries. */
    static int[] messagePair() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            int type = SOCK_SEQPACKET | SOCK_CLOEXEC;
            Linux.check("socketpair", (int) SOCKETPAIR.invokeExact(state, AF_UNIX, type, 0, pair), state);
            return new int[] {pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1)};
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    /** A listening socket that has a name but no file: the kernel chose it. */
    record Nameless(int descriptor, String name) {}

    /** Listens for message connections at an abstract address that the kernel chooses. */
    static Nameless listenAbstract() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            int socket = socket(AF_UNIX, SOCK_SEQPACKET);
            MemorySegment address = arena.allocate(110);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            Linux.check("bind", (int) BIND.invokeExact(state, socket, address, Short.BYTES), state);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 110);
            Linux.check("getsockname", (int) GETSOCKNAME.invokeExact(state, socket, address, length), state);
            int nameLength = length.get(JAVA_INT, 0) - Short.BYTES - 1;
            byte[] name = address.asSlice(Short.BYTES + 1, nameLength).toArray(JAVA_BYTE);
            Linux.check("listen", (int) LISTEN.invokeExact(state, socket, 1), state);
            return new Nameless(socket, new String(name, StandardCharsets.US_ASCII));
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    /** A listening TCP socket at 127.0.0.1 and a free port of the host. */
    record Loopback(int descriptor, int port) {}

    static Loopback listenLoopback() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            int socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
            MemorySegment address = loopback(arena, 0);
            Linux.check("bind", (int) BIND.invokeExact(state, socket, address, (int) address.byteSize()), state);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            Linux.check("getsockname", (int) GETSOCKNAME.invokeExact(state, socket, address, length), state);
            Linux.check("listen", (int) LISTEN.invokeExact(state, socket, BACKLOG), state);
            return new Loopback(socket, Short.toUnsignedInt(Short.reverseBytes(address.get(JAVA_SHORT, 2))));
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    /** Begins to connect a non-blocking socket to 127.0.0.1:port; the socket becomes writable when it is done. */
    static int connectLoopback(int port) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            int socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
            MemorySegment address = loopback(arena, port);
            // EINPROGRESS is the usual answer; a refusal shows at the first read or write.
            int ignored = (int) CONNECT.invokeExact(state, socket, address, (int) address.byteSize());
            return socket;
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    /** The accepted socket, or the negative error number. */
    static int accept(int listening, boolean blocking) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            int flags = SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
            int socket = (int) ACCEPT4.invokeExact(state, listening, MemorySegment.NULL, MemorySegment.NULL, flags);
            return socket < 0 ? -Linux.errno(state) : socket;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The process at the other end of a Unix socket. */
    static int peerProcess(int socket) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment credentials = arena.allocate(JAVA_INT, 3);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 12);
            int result = (int) GETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, SO_PEERCRED, credentials, length);
            Linux.check("getsockopt", result, state);
            return credentials.getAtIndex(JAVA_INT, 0);
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    /** Lets accept and receive on the socket fail with EAGAIN after a while. */
    static void limitWait(int socket, Duration wait) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment time = arena.allocateFrom(JAVA_LONG, wait.toSeconds(), wait.toNanosPart() / 1000L);
            int result = (int) SETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, SO_RCVTIMEO, time, 16);
            Linux.check("setsockopt", result, state);
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    /** Ends the writing side, so that the peer reads the end. */
    static void shutdownWrites(int socket) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) SHUTDOWN.invokeExact(arena.allocate(Linux.ERRNO_LAYOUT), socket, 1);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void send(int socket, byte[] bytes, int... descriptors) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment control = arena.allocate(CONTROL_HEADER + 4L * descriptors.length, 8);
            control.set(JAVA_LONG, 0, control.byteSize());
            control.set(JAVA_INT, 8, SOL_SOCKET);
            control.set(JAVA_INT, 12, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                control.set(JAVA_INT, CONTROL_HEADER + 4L * i, descriptors[i]);
            }
            MemorySegment message = message(arena, arena.allocateFrom(JAVA_BYTE, bytes), control);
            long sent = (long) SENDMSG.invokeExact(state, socket, message, MSG_NOSIGNAL);
            Linux.check("sendmsg", (int) sent, state);
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    static Received receive(int socket) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            MemorySegment bytes = arena.allocate(MAX_MESSAGE_BYTES);
            MemorySegment control = arena.allocate(CONTROL_HEADER + 4L * MAX_DESCRIPTORS, 8);
            MemorySegment message = message(arena, bytes, control);
            long got;
            do {
                got = (long) RECVMSG.invokeExact(state, socket, message, MSG_CMSG_CLOEXEC);
            } while (got < 0 && Linux.errno(state) == Linux.EINTR);
            Linux.check("recvmsg", (int) got, state);
            long controlLength = message.get(JAVA_LONG, CONTROL_LENGTH);
            int count = controlLength <= CONTROL_HEADER ? 0 : (int) (control.get(JAVA_LONG, 0) - CONTROL_HEADER) / 4;
            int[] descriptors = new int[count];
            for (int i = 0; i < count; i++) {
                descriptors[i] = control.get(JAVA_INT, CONTROL_HEADER + 4L * i);
            }
            return new Received(bytes.asSlice(0, got).toArray(JAVA_BYTE), descriptors);
        } catch (Throwable failure) {
            throw Linux.rethrown(failure);
        }
    }

    private static int socket(int family, int type) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            return Linux.check("socket", (int) SOCKET.invokeExact(state, family, type | SOCK_CLOEXEC, 0), state);
        }
    }

    private static MemorySegment loopback(Arena arena, int port) {
        MemorySegment address = arena.allocate(16, 4);
        address.set(JAVA_SHORT, 0, (short) AF_INET);
        address.set(JAVA_SHORT, 2, Short.reverseBytes((short) port));
        address.set(JAVA_INT, 4, LOOPBACK_BIG_ENDIAN);
        return address;
    }

    private static MemorySegment message(Arena arena, MemorySegment bytes, MemorySegment control) {
        MemorySegment part = arena.allocate(16, 8);
        part.set(ADDRESS, 0, bytes);
        part.set(JAVA_LONG, 8, bytes.byteSize());
        MemorySegment message = arena.allocate(MESSAGE);
        message.set(ADDRESS, PARTS, part);
        message.set(JAVA_LONG, PART_COUNT, 1);
        if (control.byteSize() > CONTROL_HEADER) {
            message.set(ADDRESS, CONTROL, control);
            message.set(JAVA_LONG, CONTROL_LENGTH, control.byteSize());
        }
        return message;
    }

    private static MethodHandle ints(String name, int count) {
        MemoryLayout[] parameters = new MemoryLayout[count];
        java.util.Arrays.fill(parameters, JAVA_INT);
        return Linux.call(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static MethodHandle addressed(String name) {
        return Linux.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static MethodHandle message(String name) {
        return Linux.call(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    }
}
