package dev.hearth.drivers.qemu;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The smallest Runtime API for one sandbox: one invocation at a time. */
final class InvokedGuest implements SandboxListener {

    private static final int WAIT_SECONDS = 180;

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final StringBuffer output = new StringBuffer();
    final CompletableFuture<SandboxEnd> end = new CompletableFuture<>();
    private Request waiting;

    private record Request(SocketChannel connection, String head, String body) {

        void answer(String text) throws IOException {
            connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(((RuntimeApiSocket.UnixSocket) socket).path()));
            end.thenRun(() -> close(server));
            Thread.ofVirtual().start(() -> acceptAll(server));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void acceptAll(ServerSocketChannel server) {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                Thread.ofVirtual().start(() -> readAll(connection));
            }
        } catch (IOException closed) {
            // the sandbox ended
        }
    }

    private void readAll(SocketChannel connection) {
        try {
            Request request = read(connection);
            while (request != null) {
                requests.add(request);
                request = read(connection);
            }
        } catch (IOException closed) {
            // the sandbox ended
        }
    }

    private static Request read(SocketChannel connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (connection.read(buffer) >= 0) {
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            int head = text.indexOf("\r\n\r\n");
            if (head >= 0 && text.length() - head - 4 >= length(text.substring(0, head))) {
                return new Request(connection, text.substring(0, head), text.substring(head + 4));
            }
        }
        return null;
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static void close(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void output(ByteBuffer bytes) {
        output.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void ended(SandboxEnd how) {
        end.complete(how);
    }

    String output() {
        return output.toString();
    }

    /** Waits until the runtime asks for its next invocation. */
    void awaitNext() throws Exception {
        Request request = requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(request).as("a request; the output so far: " + output).isNotNull();
        assertThat(request.head()).startsWith("GET /2018-06-01/runtime/invocation/next");
        waiting = request;
    }

    /** What the function answers. */
    String invoke(String event) throws Exception {
        waiting.answer("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: r1\r\n"
                + "Lambda-Runtime-Deadline-Ms: 9999999999999\r\nContent-Type: application/json\r\nContent-Length: "
                + event.length() + "\r\n\r\n" + event);
        Request response = requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(response).as("a response; the output so far: " + output).isNotNull();
        assertThat(response.head()).startsWith("POST /2018-06-01/runtime/invocation/r1/response");
        response.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        awaitNext();
        return response.body();
    }
}
