package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Randomness;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link StreamApi} of this very process, for small requests: those for a bucket and its settings.
 *
 * @param api whose
 */
public record LocalStream(StreamApi api, AwsScope scope, Randomness randomness) {

    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

    /**
     * Does one request.
     *
     * @param path with the bucket in it
     * @param query without the question mark; empty for none
     * @param body may be empty
     * @return the body of the answer, if it is at hand
     * @throws LocalClient.Refused what the API says against it
     */
    public String call(String accessKeyId, String method, String path, String query, byte[] body) {
        StreamReply reply = api.serve(new Request(
                randomness.uuid().toString(), method, path, query, signer(accessKeyId), ByteBuffer.wrap(body)));
        String text = reply.content() instanceof StreamReply.Content.Bytes(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
        if (reply.status() >= 300) {
            throw new LocalClient.Refused(new AwsApi.AwsError(
                    found(CODE, text, "Error"), reply.status(), found(MESSAGE, text, "status " + reply.status()), ""));
        }
        return text;
    }

    private static String found(Pattern pattern, String text, String absent) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find()
                ? matcher.group(1)
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&")
                : absent;
    }

    private StreamRequest.Signer signer(String accessKeyId) {
        String place = scope.region() + "/" + api.service() + "/aws4_request";
        return new StreamRequest.Signer.Known(
                accessKeyId, Caller.root(scope.account()), "", place, "", new byte[0], false);
    }

    /** A request whose body is at hand. */
    private static final class Request implements StreamRequest {

        private final String id;
        private final String method;
        private final String path;
        private final String query;
        private final Signer signer;
        private final ByteBuffer body;
        private final int length;
        private boolean read;

        Request(String id, String method, String path, String query, Signer signer, ByteBuffer body) {
            this.id = id;
            this.method = method;
            this.path = path;
            this.query = query;
            this.signer = signer;
            this.body = body;
            this.length = body.remaining();
        }

        @Override
        public String requestId() {
            return id;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public String query() {
            return query;
        }

        @Override
        public @Nullable String header(String name) {
            return switch (name.toLowerCase(java.util.Locale.ROOT)) {
                case "content-length" -> String.valueOf(length);
                case "x-amz-content-sha256" -> SigV4.UNSIGNED_PAYLOAD;
                default -> null;
            };
        }

        @Override
        public List<Map.Entry<String, String>> headers() {
            return List.of(Map.entry("Content-Length", String.valueOf(length)));
        }

        @Override
        public String sourceIp() {
            return "127.0.0.1";
        }

        @Override
        public Signer signer() {
            return signer;
        }

        @Override
        public @Nullable ByteBuffer read() {
            if (read || length == 0) {
                return null;
            }
            read = true;
            return body;
        }

        /** The account itself may do everything. */
        @Override
        public boolean allows(AccessRequest request) {
            return true;
        }

        @Override
        public @Nullable Caller signerOf(String credential, String text, String signature, @Nullable String token) {
            return null;
        }
    }
}
