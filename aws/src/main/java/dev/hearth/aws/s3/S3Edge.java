package dev.hearth.aws.s3;

import dev.hearth.aws.StreamApi;
import dev.hearth.aws.StreamReply;
import dev.hearth.aws.StreamRequest;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Time;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3;
import dev.hearth.neighbours.s3.S3Error;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link S3Api}: who asks for what, may they, and the answer. */
final class S3Edge implements StreamApi {

    private static final Logger LOG = LoggerFactory.getLogger(S3Edge.class);

    private final Supplier<S3> s3;
    private final Time time;
    private final AwsScope scope;

    S3Edge(Supplier<S3> s3, Time time, AwsScope scope) {
        this.s3 = s3;
        this.time = time;
        this.scope = scope;
    }

    @Override
    public String service() {
        return "s3";
    }

    @Override
    public Set<String> built() {
        return Routes.names();
    }

    @Override
    public boolean isFor(String method, String host, String path) {
        if (Address.hosted(host) != null) {
            return true;
        }
        int end = path.indexOf('/', 1);
        String first = path.substring(1, end < 0 ? path.length() : end);
        // Nothing else has such paths; asking S3 itself would make it when nobody wants it.
        return !first.isEmpty() && !first.startsWith("_") && first.indexOf('%') < 0 && isBucket(first);
    }

    @Override
    public String resource(String host, String path) {
        String bucket = Address.of(host, "/").bucket();
        return bucket.isEmpty() ? path : "/" + bucket + path;
    }

    private boolean isBucket(String name) {
        return s3.get().buckets().find(name) != null;
    }

    @Override
    public StreamReply serve(StreamRequest request) {
        boolean head = request.method().equals("HEAD");
        try {
            String host = request.header("Host");
            Address address = Address.of(host == null ? "" : host, request.path());
            Map<String, String> query = Text.parameters(request.query());
            S3Call call = new S3Call(request, address, query, s3.get(), scope, time.millis());
            return Cors.applied(call, serve(call, head));
        } catch (FaultException refused) {
            return Errors.reply(refused.fault(), request.requestId(), request.path(), head, Map.of());
        } catch (IOException brokenOff) {
            LOG.warn("{} {} broke off: {}", request.method(), request.path(), brokenOff.toString());
            return refusal("IncompleteBody", 400, "The request's body broke off", request.requestId(), request.path());
        }
    }

    private StreamReply serve(S3Call call, boolean head) throws IOException {
        try {
            if (call.address().website()) {
                return Website.serve(call);
            }
            if (call.request().method().equals("OPTIONS")) {
                return Cors.preflight(call);
            }
            requireSigned(call.request());
            Routes.Route route = Routes.of(call);
            requireAllowed(call, route);
            return route.handler().handle(call);
        } catch (MarkerException marker) {
            return marker(call, marker, head);
        } catch (FaultException refused) {
            return Errors.reply(
                    refused.fault(), call.request().requestId(), call.request().path(), head, more(call, refused));
        }
    }

    private static void requireAllowed(S3Call call, Routes.Route route) {
        if (call.bucketName().isEmpty()) {
            Access.requireAccount(call, route.action());
        } else if (call.key().isEmpty() && !route.action().isEmpty()) {
            Access.requireBucket(call, route.action());
        } else if (!call.key().isEmpty()) {
            boolean versioned = call.has("versionId")
                    && Set.of("s3:GetObject", "s3:DeleteObject").contains(route.action());
            Access.requireObject(call, versioned ? route.action() + "Version" : route.action(), call.key());
        }
    }

    /** The signature's own refusals, in S3's words. */
    private static void requireSigned(StreamRequest request) {
        if (request.signer() instanceof StreamRequest.Signer.Refused refused) {
            throw (switch (refused.code()) {
                case "UNRECOGNIZED_CLIENT" -> S3Error.INVALID_ACCESS_KEY.thrown();
                case "INVALID_SIGNATURE" -> invalid(refused);
                case "MISSING_TOKEN" -> S3Error.ACCESS_DENIED.thrown();
                case "ACCESS_DENIED" -> S3Error.ACCESS_DENIED.because(refused.message());
                case "EXPIRED_TOKEN" -> S3Error.EXPIRED_TOKEN.thrown();
                case "INCOMPLETE_SIGNATURE" -> incomplete(request, refused);
                default -> S3Error.INVALID_REQUEST.because(refused.message());
            });
        }
    }

    private static FaultException incomplete(StreamRequest request, StreamRequest.Signer.Refused refused) {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.startsWith("AWS ")) {
            return S3Error.INVALID_REQUEST.because("The authorization mechanism you have provided is not supported."
                    + " Please use AWS4-HMAC-SHA256.");
        }
        return (refused.presigned() ? S3Error.AUTHORIZATION_QUERY : S3Error.AUTHORIZATION_MALFORMED)
                .because(refused.message());
    }

    private static FaultException invalid(StreamRequest.Signer.Refused refused) {
        String message = refused.message();
        if (message.startsWith("Credential should be scoped") || message.startsWith("Date in Credential")) {
            return (refused.presigned() ? S3Error.AUTHORIZATION_QUERY : S3Error.AUTHORIZATION_MALFORMED)
                    .because(message);
        }
        if (message.startsWith("Signature expired") || message.startsWith("Signature not yet")) {
            return refused.presigned()
                    ? S3Error.ACCESS_DENIED.because("Request has expired")
                    : S3Error.REQUEST_SKEWED.thrown();
        }
        return S3Error.SIGNATURE_MISMATCH.thrown();
    }

    private static Map<String, String> more(S3Call call, FaultException refused) {
        Map<String, String> more = new LinkedHashMap<>();
        switch (refused.fault().detail()) {
            case "NoSuchBucket", "BucketNotEmpty", "BucketAlreadyOwnedByYou", "BucketAlreadyExists" ->
                more.put("BucketName", call.bucketName());
            case "NoSuchKey" -> more.put("Key", call.key());
            case "NoSuchVersion" -> {
                more.put("Key", call.key());
                more.put("VersionId", call.parameter("versionId", ""));
            }
            case "NoSuchUpload" -> more.put("UploadId", call.parameter("uploadId", ""));
            case "AuthorizationHeaderMalformed" ->
                more.put("Region", call.scope().region());
            default -> {
                // The others say no more.
            }
        }
        return more;
    }

    private static StreamReply marker(S3Call call, MarkerException found, boolean head) {
        ObjectVersion marker = found.marker();
        S3Error error = found.isNamed() ? S3Error.METHOD_NOT_ALLOWED : S3Error.NO_SUCH_KEY;
        Fault fault = error.thrown().fault();
        StreamReply reply = Errors.reply(
                fault,
                call.request().requestId(),
                call.request().path(),
                head,
                new HashMap<>(Map.of("Key", call.key())));
        List<Map.Entry<String, String>> headers = new java.util.ArrayList<>(reply.headers());
        headers.add(Map.entry("x-amz-delete-marker", "true"));
        headers.add(Map.entry("x-amz-version-id", marker.versionId()));
        if (found.isNamed()) {
            headers.add(Map.entry("Allow", "DELETE"));
            headers.add(Map.entry("Last-Modified", Text.http(marker.modifiedMillis())));
        }
        return new StreamReply(reply.status(), headers, reply.content());
    }

    @Override
    public StreamReply refusal(String code, int status, String message, String requestId, @Nullable String path) {
        return Errors.reply(code, status, message, requestId, path == null ? "/" : path, false, Map.of());
    }
}
