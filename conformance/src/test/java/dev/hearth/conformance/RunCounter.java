package dev.hearth.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Counts how often the runs of functions came to their end, in the test's own process, which nobody kills; and holds
 * runs until they are released, so that a test knows what runs when.
 */
final class RunCounter implements AutoCloseable {

    /**
     * A Python function that tells the counter the {@code n} of its event as the last thing that it does; where the
     * event says {@code hold} it waits for {@link #release} before.
     */
    private static final String SOURCE = """
            import http.client
            def tell(path, event):
                counter = http.client.HTTPConnection("127.0.0.1", %d)
                counter.request("POST", path, str(event["n"]))
                counter.getresponse().read()
            def handler(event, context):
                if event.get("hold"):
                    tell("/hold", event)
                tell("/", event)
                return event["n"]
            """;

    /** A run that times out on a slow machine would be tried again a minute later. */
    private static final int TIMEOUT_SECONDS = 30;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, Integer> ends = new ConcurrentHashMap<>();
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);

    private RunCounter(HttpServer server) {
        this.server = server;
    }

    static RunCounter start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            RunCounter counter = new RunCounter(server);
            server.setExecutor(counter.threads);
            server.createContext("/", exchange -> {
                counter.ends.merge(number(exchange), 1, Integer::sum);
                answer(exchange);
            });
            server.createContext("/hold", exchange -> {
                counter.held.add(number(exchange));
                counter.awaitRelease();
                answer(exchange);
            });
            server.start();
            return counter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(HttpExchange exchange) throws IOException {
        return Integer.parseInt(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The function's package. */
    byte[] zip() {
        return Zip.of("app.py", SOURCE.formatted(server.getAddress().getPort()));
    }

    /** Makes the counter's function and waits until it is active. */
    void createFunction(LambdaClient lambda, String name) {
        createFunction(lambda, name, TIMEOUT_SECONDS);
    }

    void createFunction(LambdaClient lambda, String name, int timeoutSeconds) {
        lambda.createFunction(request -> request.functionName(name)
                .runtime("python3.11")
                .handler("app.handler")
                .role(Function.ROLE)
                .timeout(timeoutSeconds)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(zip()))));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(name));
    }

    /** How often the run for each number came to its end. */
    Map<Integer, Integer> ends() {
        return ends;
    }

    /** The numbers of the runs that came to be held, now or before. */
    Set<Integer> held() {
        return held;
    }

    /** Lets every held run go on, and holds none from now on. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.close();
    }
}
