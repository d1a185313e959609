package dev.hearth.guest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Runtime API on a free port that hands out what a test gives it and keeps what the runtime answers. */
final class FakeRuntimeApi implements AutoCloseable {

    static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:000000000000:function:tested";

    private static final int PATIENCE_SECONDS = 120;
    private static final String PREFIX = "/2018-06-01/runtime/";

    /** What the runtime posted; {@code path} begins after {@code /2018-06-01/runtime/}. */
    record Answer(String path, String contentType, String errorType, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private record Event(String requestId, String body, Map<String, String> headers) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> awake = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private boolean chunked;
    private int count;

    FakeRuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(PREFIX, this::serve);
        server.setExecutor(executor);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on events are sent in chunks, without a Content-Length. */
    void chunked() {
        chunked = true;
    }

    /** Waits until the runtime is ready to become a snapshot. */
    void awaitRestoreNext() {
        Answer asked = answer();
        if (!asked.path().equals("restore/next")) {
            throw new AssertionError("not restore/next: " + asked.path() + " " + asked.text());
        }
    }

    /** Lets it go on as if it woke. */
    void wake() {
        awake.add(true);
    }

    /** Gives the runtime an event and waits for its answer. */
    Answer invoke(String body) {
        return invoke(body, Map.of());
    }

    /** Gives the runtime an event that it will not answer. */
    void offer(String body) {
        events.add(new Event("request-" + ++count, body, Map.of()));
    }

    /** Gives the runtime an event with further headers and waits for its answer. */
    Answer invoke(String body, Map<String, String> headers) {
        events.add(new Event("request-" + ++count, body, headers));
        return answer();
    }

    /** Waits for what the runtime posts next. */
    Answer answer() {
        try {
            Answer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("the runtime did not answer within " + PATIENCE_SECONDS + " s");
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
            if (path.equals("invocation/next")) {
                deliver(exchange, events.take());
                return;
            }
            if (path.equals("restore/next")) {
                answers.add(new Answer(path, "", "", new byte[0]));
                awake.take();
                exchange.getResponseHeaders().set("Hearth-Log-Stream-Name", "its own stream");
                byte[] variables = "{\"AWS_ACCESS_KEY_ID\":\"of what woke\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, variables.length);
                exchange.getResponseBody().write(variables);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] accepted = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, accepted.length);
            exchange.getResponseBody().write(accepted);
            answers.add(new Answer(
                    path,
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type"),
                    body));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(HttpExchange exchange, Event event) throws IOException {
        byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", event.requestId());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", FUNCTION_ARN);
        event.headers().forEach(headers::set);
        exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
