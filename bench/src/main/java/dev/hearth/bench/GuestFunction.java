package dev.hearth.bench;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The smallest Runtime API for one sandbox: one connection, one invocation at a time, and nothing around it. */
final class GuestFunction implements SandboxListener {

    private static final int WAIT_SECONDS = 60;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] ACCEPTED =
            "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<SocketChannel> connections = new LinkedBlockingQueue<>();
    private final CompletableFuture<SandboxEnd> end = new CompletableFuture<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private SocketChannel connection;

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        if (!(socket instanceof RuntimeApiSocket.UnixSocket unix)) {
            throw new BenchException("a microVM's Runtime API is a Unix socket");
        }
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(unix.path()));
            Thread.ofVirtual().start(() -> {
                try (server) {
                    connections.add(server.accept());
                } catch (IOException ended) {
                    end.complete(new SandboxEnd(-1, 0, false));
                }
            });
        } catch (IOException e) {
            throw new BenchException("cannot serve the Runtime API", e);
        }
    }

    @Override
    public void output(ByteBuffer bytes) {
        // a function that is measured writes nothing
    }

    @Override
    public void ended(SandboxEnd how) {
        end.complete(how);
    }

    /** Waits until the runtime asks for its next invocation. */
    void awaitNext() {
        try {
            if (connection == null) {
                connection = connections.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            }
            if (connection == null) {
                throw new BenchException("the runtime did not call");
            }
            String request = request();
            if (!request.startsWith("GET ")) {
                throw new BenchException("the runtime did not ask for an invocation but: " + request);
            }
        } catch (IOException | InterruptedException e) {
            throw new BenchException("the runtime went away", e);
        }
    }

    /** Gives the runtime an event and returns the nanoseconds until its whole response was there. */
    long invoke(String event) {
        byte[] bytes =
                ("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nLambda-Runtime-Deadline-Ms: 9999999999999\r\n"
                                + "Content-Type: application/json\r\nContent-Length: " + event.length() + "\r\n\r\n"
                                + event)
                        .getBytes(StandardCharsets.US_ASCII);
        try {
            long start = System.nanoTime();
            connection.write(ByteBuffer.wrap(bytes));
            String response = request();
            long took = System.nanoTime() - start;
            if (!response.startsWith("POST ") || !response.contains("/response")) {
                throw new BenchException("the runtime did not respond but: " + response);
            }
            connection.write(ByteBuffer.wrap(ACCEPTED));
            awaitNext();
            return took;
        } catch (IOException e) {
            throw new BenchException("the runtime went away", e);
        }
    }

    /** One request with its body, which fit into the buffer. */
    private String request() throws IOException {
        buffer.clear();
        while (true) {
            if (connection.read(buffer) < 0) {
                throw new IOException("the end");
            }
            byte[] all = new byte[buffer.position()];
            buffer.get(0, all);
            String text = new String(all, StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head >= 0 && text.length() >= head + 4 + bodyLength(text)) {
                return text;
            }
        }
    }

    private static int bodyLength(String text) {
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
        return at < 0
                ? 0
                : Integer.parseInt(
                        text.substring(at + 15, text.indexOf('\r', at)).strip());
    }

    void awaitEnd() {
        end.completeOnTimeout(new SandboxEnd(-1, 0, false), WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
