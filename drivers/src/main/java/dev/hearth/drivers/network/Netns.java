package dev.hearth.drivers.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Work inside a network namespace. A namespace belongs to a thread, so each piece of work has a platform thread of its
 * own that ends with it; processes and sockets that it makes are in the namespace, as is its view of
 * {@code /proc/sys/net}.
 */
final class Netns {

    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final Path NAMED = Path.of("/run/netns");

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

    private Netns() {}

    /** The file of a namespace that {@code ip netns} made. */
    static Path file(String name) {
        return NAMED.resolve(name);
    }

    /** Runs {@code work} inside and waits for it. */
    static <T> T in(Path namespace, Callable<T> work) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("hearth-netns").start(() -> {
            try {
                enter(namespace);
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
                    : new IOException("in " + namespace + ": " + failed.getCause(), failed.getCause());
        }
    }

    private static void enter(Path namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int descriptor = (int) OPEN.invokeExact(state, arena.allocateFrom(namespace.toString()), O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("cannot open " + namespace + ", errno " + state.get(JAVA_INT, 0));
            }
            int entered = (int) SETNS.invokeExact(state, descriptor, CLONE_NEWNET);
            int error = state.get(JAVA_INT, 0);
            int ignored = (int) CLOSE.invokeExact(descriptor);
            if (entered < 0) {
                throw new IOException("cannot enter " + namespace + ", errno " + error);
            }
        } catch (IOException known) {
            throw known;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
