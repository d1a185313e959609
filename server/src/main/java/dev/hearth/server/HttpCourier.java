package dev.hearth.server;

import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Posts parcels to URLs. The client is made when the first is posted: most Hearths never need it. */
final class HttpCourier implements Courier, AutoCloseable {

    /**
     * SNS waits 15 seconds for an endpoint's answer (developer guide, "Preparing to send messages to HTTP endpoints").
     */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int REDIRECTED = 300;
    private static final int CALLERS_FAULT = 400;
    private static final int TOO_MANY = 429;
    private static final int SERVERS_FAULT = 500;

    private @Nullable HttpClient client;

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
    public CompletionStage<Receipt> carry(Parcel parcel) {
        HttpRequest request;
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(parcel.target()))
                    .timeout(ANSWER)
                    .POST(HttpRequest.BodyPublishers.ofString(parcel.body()));
            parcel.options().forEach((name, value) -> {
                if (name.startsWith(Parcel.HEADER)) {
                    builder.setHeader(name.substring(Parcel.HEADER.length()), value);
                }
            });
            request = builder.build();
        } catch (IllegalArgumentException notAnAddress) {
            return CompletableFuture.completedStage(
                    new Receipt.Refused("InvalidTarget", "not an address: " + parcel.target(), false));
        }
        return client().sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenApply(response -> receipt(response.statusCode()));
    }

    private static Receipt receipt(int status) {
        if (status >= OK && status < REDIRECTED) {
            return new Receipt.Delivered();
        }
        boolean forNow = status < CALLERS_FAULT || status >= SERVERS_FAULT || status == TOO_MANY;
        return new Receipt.Refused(String.valueOf(status), "the endpoint answered " + status, forNow);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
