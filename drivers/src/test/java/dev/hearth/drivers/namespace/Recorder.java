package dev.hearth.drivers.namespace;

import dev.hearth.drivers.linux.Linux;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it is told and owns the Runtime API's socket until the end. */
final class Recorder implements SandboxListener {

    /** Longest wait for anything, seconds; reached only when something is broken. */
    static final int PATIENCE_SECONDS = 180;

    private final StringBuilder output = new StringBuilder();
    private final CompletableFuture<SandboxEnd> end = new CompletableFuture<>();
    private final Map<String, SandboxEnd> extensionEnds = new ConcurrentHashMap<>();
    private volatile int api = -1;

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        api = ((RuntimeApiSocket.ListeningDescriptor) socket).descriptor();
    }

    @Override
    public synchronized void output(ByteBuffer bytes) {
        output.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void extensionEnded(String name, SandboxEnd end) {
        extensionEnds.put(name, end);
    }

    Map<String, SandboxEnd> extensionEnds() {
        return extensionEnds;
    }

    @Override
    public void ended(SandboxEnd how) {
        Linux.close(api);
        if (!end.complete(how)) {
            throw new AssertionError("ended twice");
        }
    }

    int api() {
        return api;
    }

    synchronized String output() {
        return output.toString();
    }

    SandboxEnd awaitEnd() {
        try {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError("no end; output so far: " + output(), failed);
        }
    }
}
