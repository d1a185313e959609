package dev.hearth.drivers.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Work inside a network namespace. A namespace belongs to a thread, so each piece of work has a platform thread of its
 * own that ends with it; processes and sockets that it makes are in the namespace, as is its view of
 * {@code /proc/sys/net}.
 */
final class Netns {

    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final long MS_BIND = 0x1000;
    private static final long MS_REC = 0x4000;
    private static final long MS_SHARED = 1L << 20;
    private static final int MNT_DETACH = 2;
    private static final Path NAMED = Path.of("/run/netns");
    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    private static final ReentrantLock SHARING = new ReentrantLock();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SETNS = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("setns"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static final MethodHandle UNSHARE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("unshare"), FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle MOUNT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("mount"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
            ERRNO);
    private static final MethodHandle UMOUNT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("umount2"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);

    private Netns() {}

    /** The file of a namespace, where {@code ip netns} has it too. */
    static Path file(String name) {
        return NAMED.resolve(name);
    }

    /** Makes an empty namespace; the same as {@code ip netns add}, without a program. */
    static void make(String name) throws IOException {
        inThread(() -> {
            share();
            Path file = Files.createFile(file(name));
            check("unshare the network", state -> (int) UNSHARE.invokeExact(state, CLONE_NEWNET));
            mount(OF_THREAD, file, MS_BIND);
            return true;
        });
    }

    /** Gives up its name; it is gone when no process is inside any more. Without effect when there is none. */
    static void delete(String name) throws IOException {
        Path file = file(name);
        if (Files.exists(file)) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment path = arena.allocateFrom(file.toString());
                // Fails when the file was made and nothing mounted on it yet.
                int ignored =
                        (int) UMOUNT.invokeExact(arena.allocate(Linker.Option.captureStateLayout()), path, MNT_DETACH);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
            Files.deleteIfExists(file);
        }
    }

    /** The names that there are. */
    static List<String> names() {
        try (Stream<Path> all = Files.list(NAMED)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** So that a name that is given up is given up in every copy of the host's mounts, as {@code ip netns} does it. */
    private static void share() throws IOException {
        SHARING.lock();
        try {
            Files.createDirectories(NAMED);
            try {
                mount(NAMED, NAMED, MS_SHARED | MS_REC);
            } catch (IOException noMount) {
                mount(NAMED, NAMED, MS_BIND | MS_REC);
                mount(NAMED, NAMED, MS_SHARED | MS_REC);
            }
        } finally {
            SHARING.unlock();
        }
    }

    private static void mount(Path what, Path where, long flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(what.toString());
            MemorySegment to = arena.allocateFrom(where.toString());
            MemorySegment none = arena.allocateFrom("none");
            check("mount " + where, state -> (int) MOUNT.invokeExact(state, from, to, none, flags, MemorySegment.NULL));
        }
    }

    /** A system call that tells a failure by a negative result. */
    private interface SystemCall {
        int perform(MemorySegment state) throws Throwable;
    }

    private static int check(String what, SystemCall call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int result = call.perform(state);
            if (result < 0) {
                throw new IOException("cannot " + what + ", errno " + state.get(JAVA_INT, 0));
            }
            return result;
        } catch (IOException known) {
            throw known;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs {@code work} inside and waits for it. */
    static <T> T in(Path namespace, Callable<T> work) throws IOException {
        return inThread(() -> {
            enter(namespace);
            return work.call();
        });
    }

    private static <T> T inThread(Callable<T> work) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("hearth-netns").start(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        try {
            return done.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof IOException known
                    ? known
                    : new IOException(String.valueOf(failed.getCause()), failed.getCause());
        }
    }

    private static void enter(Path namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(namespace.toString());
            int descriptor = check("open " + namespace, state -> (int) OPEN.invokeExact(state, path, O_CLOEXEC));
            try {
                check("enter " + namespace, state -> (int) SETNS.invokeExact(state, descriptor, CLONE_NEWNET));
            } finally {
                close(descriptor);
            }
        }
    }

    private static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
