package dev.hearth.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The command line's own small client of a running Hearth. */
record SignedClient(URI endpoint, KeyPair keys, String region) {

    private static final int CONNECT_MILLIS = 5_000;
    /** Lambda's longest timeout, and some. */
    private static final int ANSWER_MILLIS = 960_000;

    private static final int MAX_ANSWER_BYTES = 64 << 20;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body whole body
     * @param header a header's value by lower-case name, or null
     */
    record Answer(int status, byte[] body, java.util.function.Function<String, @Nullable String> header) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    static SignedClient of(Target target) {
        return new SignedClient(
                target.endpoint(),
                target.credentials().user(),
                ServerOptions.on(target.folder().root()).scope().region());
    }

    /** Posts {@code body}; a Hearth that cannot be reached is a {@link CommandException}. */
    Answer post(String service, String rawPath, Map<String, String> headers, byte[] body) {
        return send("POST", service, rawPath, headers, Content.of(body));
    }

    /** A request with {@code content}; a Hearth that cannot be reached is a {@link CommandException}. */
    Answer send(String method, String service, String rawPath, Map<String, String> headers, Content content) {
        URI uri = endpoint.resolve(rawPath);
        TreeMap<String, String> all = new TreeMap<>(headers);
        if (service.equals("s3")) {
            all.put("x-amz-content-sha256", content.sha256());
        }
        all.putAll(new RequestSigner(keys, region, service)
                .sign(method, uri, new TreeMap<>(all), content.sha256(), Instant.now()));
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setRequestMethod(method);
            all.forEach(connection::setRequestProperty);
            if (method.equals("POST") || method.equals("PUT")) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(content.length());
                try (OutputStream out = connection.getOutputStream()) {
                    content.writeTo(out);
                }
            }
            int status = connection.getResponseCode();
            InputStream stream = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
            byte[] answer = stream == null ? new byte[0] : stream.readNBytes(MAX_ANSWER_BYTES);
            return new Answer(status, answer, connection::getHeaderField);
        } catch (ConnectException e) {
            throw new CommandException("no Hearth answers at " + endpoint
                    + ": start it with './hearth up', or name its --port or --data.");
        } catch (IOException e) {
            throw new CommandException("the request to " + endpoint + " failed: " + e.getMessage());
        }
    }
}
