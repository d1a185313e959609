package dev.hearth.drivers.namespace;

import dev.hearth.drivers.linux.LinuxException;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The conversation with one sandbox's init over its control socket. Used under the sandbox's lock. */
final class InitWords {

    /** Connections asked for and not made yet. */
    private static final int MAX_CONNECTING = 16;

    private static final int SIGKILL = 9;

    private final int control;
    private final SandboxListener listener;
    private final Queue<CompletableFuture<InsideSocket>> connecting = new ArrayDeque<>();
    private @Nullable SandboxEnd end;

    InitWords(int control, SandboxListener listener) {
        this.control = control;
        this.listener = listener;
    }

    /** Takes one message, which is there; false when no more will come. */
    boolean hear() {
        Sockets.Received message;
        try {
            message = Sockets.receive(control);
        } catch (LinuxException silent) {
            return false;
        }
        if (message.end()) {
            return false;
        }
        int value = ByteBuffer.wrap(message.bytes(), 1, Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .getInt();
        switch (message.kind()) {
            case 'X' -> end = new SandboxEnd(SandboxEnd.INVALID_ENTRYPOINT, 0, false);
            case 'E' -> end = decoded(value);
            case 'N' -> listener.extensionEnded(name(message.bytes()), decoded(value));
            case 'D' -> connected(value, message.descriptors());
            default -> throw new IllegalStateException("the init said " + message.kind());
        }
        return true;
    }

    private static String name(byte[] message) {
        int start = 1 + Integer.BYTES;
        return new String(message, start, message.length - start, StandardCharsets.UTF_8);
    }

    private void connected(int error, int[] descriptors) {
        CompletableFuture<InsideSocket> waiting = connecting.remove();
        if (error == 0) {
            waiting.complete(new InsideSocket.ConnectedDescriptor(descriptors[0]));
        } else {
            waiting.completeExceptionally(new LinuxException("connect", error));
        }
    }

    CompletionStage<InsideSocket> connect(int port) {
        byte[] message = {'C', 0, 0};
        ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putShort(1, (short) port);
        if (connecting.size() >= MAX_CONNECTING) {
            return CompletableFuture.failedStage(new SandboxException("too many connections are being made"));
        }
        CompletableFuture<InsideSocket> waiting = new CompletableFuture<>();
        connecting.add(waiting);
        if (!say(message)) {
            connecting.remove(waiting);
            return tooLate();
        }
        return waiting;
    }

    static CompletionStage<InsideSocket> tooLate() {
        return CompletableFuture.failedStage(new SandboxException("the sandbox ended"));
    }

    /** Asks the init to stop; it waits for those of {@code all} that are {@code awaited}. */
    void stop(List<String> all, Set<String> awaited) {
        int mask = 0;
        for (int i = 0; i < all.size(); i++) {
            mask |= awaited.contains(all.get(i)) ? 1 << i : 0;
        }
        byte[] message = {'S', 0, 0};
        ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putShort(1, (short) mask);
        say(message);
    }

    private boolean say(byte[] message) {
        try {
            Sockets.send(control, message);
            return true;
        } catch (LinuxException gone) {
            return false;
        }
    }

    /** Hears the rest and tells how it ended; the init says nothing when it was killed itself. */
    SandboxEnd last(boolean outOfMemory) {
        while (hear()) {
            // nobody speaks any more, so this ends
        }
        connecting.forEach(waiting -> waiting.completeExceptionally(new SandboxException("the sandbox ended")));
        connecting.clear();
        SandboxEnd known = end;
        return known == null
                ? new SandboxEnd(-1, SIGKILL, outOfMemory)
                : new SandboxEnd(
                        known.exitStatus(),
                        known.signal(),
                        outOfMemory && known.exitStatus() != SandboxEnd.INVALID_ENTRYPOINT);
    }

    /** Decodes a wait status. */
    private static SandboxEnd decoded(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new SandboxEnd((status >> 8) & 0xff, 0, false) : new SandboxEnd(-1, signal, false);
    }
}
