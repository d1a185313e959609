package dev.hearth.aws.sns;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;

/** What SNS calls its errors, with their HTTP status (API reference, "Common Errors" and each action's). */
final class SnsErrors {

    /** What begins the codes of batches' errors. */
    private static final String BATCH = "AWS.SimpleNotificationService.";

    private SnsErrors() {}

    static AwsError of(Fault fault) {
        String code = fault.detail();
        return switch (fault.kind()) {
            case NOT_FOUND -> error(code.isEmpty() ? "NotFound" : code, 404, fault);
            case UNAVAILABLE, NOT_READY -> error("ServiceUnavailable", 503, fault);
            case INTERNAL -> error("InternalError", 500, fault);
            case THROTTLED -> error("Throttled", 429, fault);
            case LIMIT_EXCEEDED -> error(code.isEmpty() ? "LimitExceeded" : code, 403, fault);
            case ACCESS_DENIED -> error("AuthorizationError", 403, fault);
            case REQUEST_TOO_LARGE,
                    VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    ALREADY_EXISTS,
                    CONFLICT,
                    PRECONDITION_FAILED,
                    CODE_STORAGE_EXCEEDED,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    SNAP_START,
                    SNAP_START_TIMEOUT,
                    INVALID_RUNTIME -> error(code.isEmpty() ? "InvalidParameter" : code(code), 400, fault);
        };
    }

    private static String code(String name) {
        return name.contains("Batch") ? BATCH + name : name;
    }

    private static AwsError error(String code, int status, Fault fault) {
        return new AwsError(code, status, fault.message(), "");
    }
}
