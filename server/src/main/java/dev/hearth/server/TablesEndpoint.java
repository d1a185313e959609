package dev.hearth.server;

import dev.hearth.aws.dynamodb.RemoteTables;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Another endpoint of DynamoDB's API, which gets requests signed anew with the credentials that the SDK for Java finds:
 * in the environment, in {@code ~/.aws}, or of the host's role.
 */
final class TablesEndpoint implements RemoteTables, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** Requests on their way at a time; each has a connection. */
    private static final int MAX_REQUESTS = 256;

    private static final long TURN_MILLIS = 5_000;
    /** A batch of reads answers with 16 MB of items, which are more as JSON. */
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final String STREAMS = "DynamoDBStreams_";

    private final TablesAddress address;
    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Semaphore turns = new Semaphore(MAX_REQUESTS);

    TablesEndpoint(TablesAddress address) {
        this.address = address;
    }

    @Override
    public Answer post(String target, byte[] body) throws IOException {
        try {
            if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Busy(MAX_REQUESTS + " requests are on their way to " + address.endpoint());
            }
            try {
                return answer(client.send(request(target, body), HttpResponse.BodyHandlers.ofInputStream()));
            } finally {
                turns.release();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("the server ends", ended);
        }
    }

    private HttpRequest request(String target, byte[] body) throws IOException {
        URI uri = target.startsWith(STREAMS) ? address.streams() : address.endpoint();
        AwsCredentials keys;
        try {
            keys = credentials.resolveCredentials();
        } catch (SdkException none) {
            throw new IOException("no credentials for it: " + none.getMessage(), none);
        }
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", CONTENT_TYPE);
        headers.put("x-amz-target", target);
        if (keys instanceof AwsSessionCredentials session) {
            headers.put("x-amz-security-token", session.sessionToken());
        }
        headers.putAll(
                new RequestSigner(new KeyPair(keys.accessKeyId(), keys.secretAccessKey()), address.region(), "dynamodb")
                        .sign("POST", uri, headers, body, Instant.now()));
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri).timeout(ANSWER).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(builder::setHeader);
        return builder.build();
    }

    private Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (body.length > MAX_ANSWER_BYTES) {
                throw new IOException("it answers with more than " + MAX_ANSWER_BYTES + " bytes");
            }
            return new Answer(response.statusCode(), body);
        }
    }

    @Override
    public String toString() {
        return address.endpoint().toString();
    }

    @Override
    public void close() {
        client.shutdownNow();
        credentials.close();
    }
}
