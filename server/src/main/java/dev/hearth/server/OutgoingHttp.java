package dev.hearth.server;

import dev.hearth.neighbours.apigateway.ApiLimits;
import dev.hearth.neighbours.apigateway.HttpCaller;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** API Gateway's way to URLs, and, signed, to this Hearth's own services. The client is made when it is first used. */
final class OutgoingHttp implements HttpCaller, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** What the JDK's client sets itself. */
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "date", "expect", "from", "host", "upgrade", "via", "warning");

    private final URI endpoint;
    private final KeyPair keys;
    private final String region;
    private @Nullable HttpClient client;

    OutgoingHttp(URI endpoint, KeyPair keys, String region) {
        this.endpoint = endpoint;
        this.keys = keys;
        this.region = region;
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        }
        return client;
    }

    @Override
    public CompletionStage<Answer> call(Outgoing outgoing) {
        HttpRequest request;
        try {
            request = request(outgoing);
        } catch (IllegalArgumentException notARequest) {
            return CompletableFuture.completedStage(new Answer(-1, List.of(), new byte[0]));
        }
        return client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .handle((response, failure) -> response == null ? failed(failure) : answer(response));
    }

    private HttpRequest request(Outgoing outgoing) {
        URI uri = outgoing.service().isEmpty() ? URI.create(outgoing.url()) : endpoint.resolve(outgoing.url());
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .timeout(outgoing.timeout())
                .method(
                        outgoing.method(),
                        outgoing.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(outgoing.body()));
        for (Map.Entry<String, String> header : outgoing.headers()) {
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                builder.header(header.getKey(), header.getValue());
            }
        }
        if (!outgoing.service().isEmpty()) {
            Map<String, String> signed = new TreeMap<>();
            outgoing.headers().forEach(header -> {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (name.equals("content-type") || name.startsWith("x-amz-")) {
                    signed.put(name, header.getValue());
                }
            });
            new RequestSigner(keys, region, outgoing.service())
                    .sign(outgoing.method(), uri, signed, outgoing.body(), Instant.now())
                    .forEach(builder::setHeader);
        }
        return builder.build();
    }

    private static Answer answer(HttpResponse<InputStream> response) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                values.forEach(value -> headers.add(Map.entry(name, value)));
            }
        });
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(ApiLimits.PAYLOAD_BYTES + 1);
            return body.length > ApiLimits.PAYLOAD_BYTES
                    ? new Answer(-1, List.of(), new byte[0])
                    : new Answer(response.statusCode(), headers, body);
        } catch (IOException brokenOff) {
            return new Answer(-1, List.of(), new byte[0]);
        }
    }

    private static Answer failed(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        boolean late = cause instanceof HttpTimeoutException;
        return new Answer(late ? 0 : -1, List.of(), new byte[0]);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
