package dev.hearth.conformance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Counts how often the runs of functions came to their end, in the test's own process, which nobody kills. */
final class RunCounter implements AutoCloseable {

    /**
     * A Python function that tells the counter the {@code n} of its event as the last thing that it does, after {@code
     * sleep} seconds where the event has them.
     */
    private static final String SOURCE = """
            import http.client, time
            def handler(event, context):
                time.sleep(event.get("sleep", 0))
                counter = http.client.HTTPConnection("127.0.0.1", %d, timeout=10)
                counter.request("POST", "/", str(event["n"]))
                counter.getresponse().read()
                return event["n"]
            """;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, Integer> ends = new ConcurrentHashMap<>();

    private RunCounter(HttpServer server) {
        this.server = server;
    }

    static RunCounter start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            RunCounter counter = new RunCounter(server);
            server.setExecutor(counter.threads);
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                counter.ends.merge(Integer.valueOf(body), 1, Integer::sum);
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return counter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The function's package. */
    byte[] zip() {
        return Zip.of("app.py", SOURCE.formatted(server.getAddress().getPort()));
    }

    /** Makes the counter's function and waits until it is active. */
    void createFunction(LambdaClient lambda, String name) {
        createFunction(lambda, name, 3);
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

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
