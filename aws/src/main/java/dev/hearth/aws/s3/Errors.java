package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.s3.Element;
import java.util.List;
import java.util.Map;

/** Refusals as S3 answers them. */
final class Errors {

    /** Statuses that a fault's kind does not tell. */
    private static final Map<String, Integer> STATUSES = Map.of(
            "NotModified", 304,
            "InvalidRange", 416,
            "InvalidPartNumber", 416,
            "MethodNotAllowed", 405,
            "MissingContentLength", 411,
            "NotImplemented", 501,
            "SlowDown", 503);

    private Errors() {}

    static int status(Fault fault) {
        Integer special = STATUSES.get(fault.detail());
        if (special != null) {
            return special;
        }
        return switch (fault.kind()) {
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, CONFLICT -> 409;
            case PRECONDITION_FAILED -> 412;
            case ACCESS_DENIED -> 403;
            case THROTTLED, UNAVAILABLE -> 503;
            case INTERNAL -> 500;
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    LIMIT_EXCEEDED,
                    CODE_STORAGE_EXCEEDED,
                    REQUEST_TOO_LARGE,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT,
                    NOT_READY -> 400;
        };
    }

    /** @param more what else the answer says: names and values */
    static StreamReply reply(Fault fault, String requestId, String resource, boolean head, Map<String, String> more) {
        int status = status(fault);
        String code = fault.detail().isEmpty() ? (status == 503 ? "SlowDown" : "InternalError") : fault.detail();
        return reply(code, status, fault.message(), requestId, resource, head, more);
    }

    static StreamReply reply(
            String code,
            int status,
            String message,
            String requestId,
            String resource,
            boolean head,
            Map<String, String> more) {
        if (head || status == 304) {
            return StreamReply.empty(status, List.of(Map.entry("Content-Type", "application/xml")));
        }
        Element.Builder error = Element.named("Error").leaf("Code", code).leaf("Message", message);
        more.forEach(error::leaf);
        error.leaf("Resource", resource).leaf("RequestId", requestId).leaf("HostId", "hearth");
        String xml =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + error.build().write();
        return StreamReply.of(status, Headers.xml().list(), xml);
    }
}
