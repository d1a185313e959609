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
        URI uri = endpoint.resolve(rawPath);
        TreeMap<String, String> all = new TreeMap<>(headers);
        all.putAll(new RequestSigner(keys, region, service).sign("POST", uri, headers, body, Instant.now()));
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            all.forEach(connection::setRequestProperty);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
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
