package dev.hearth.drivers.network;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Keeps what a sandbox tells; its function asks for no Runtime API. */
final class Heard implements SandboxListener {

    private static final int WAIT_SECONDS = 240;

    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<SandboxEnd> ended = new CompletableFuture<>();

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        if (socket instanceof RuntimeApiSocket.UnixSocket(Path path)) {
            try {
                Files.createFile(path);
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }
    }

    @Override
    public void output(ByteBuffer bytes) {
        output.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void ended(SandboxEnd end) {
        ended.complete(end);
    }

    /** What it printed until its end. */
    String all() throws Exception {
        ended.get(WAIT_SECONDS, TimeUnit.SECONDS);
        return output.toString();
    }
}
