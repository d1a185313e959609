package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;

/** What a refusal means for an event. */
final class Faults {

    private static final int THROTTLED = 429;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;

    private Faults() {}

    /** Whether the same call may succeed later: throttles and system errors, and a function that is not ready yet. */
    static boolean isTemporary(Fault fault) {
        return switch (fault.kind()) {
            case THROTTLED,
                    UNAVAILABLE,
                    INTERNAL,
                    NOT_READY,
                    CONFLICT,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT -> true;
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PRECONDITION_FAILED,
                    LIMIT_EXCEEDED,
                    CODE_STORAGE_EXCEEDED,
                    REQUEST_TOO_LARGE,
                    RECURSIVE_INVOCATION,
                    ACCESS_DENIED -> false;
        };
    }

    /** The HTTP status that Lambda's API gives it: a dead letter's {@code ErrorCode}. */
    static int status(Fault fault) {
        return switch (fault.kind()) {
            case THROTTLED -> THROTTLED;
            case NOT_FOUND -> NOT_FOUND;
            case ACCESS_DENIED -> FORBIDDEN;
            case CONFLICT, ALREADY_EXISTS -> CONFLICT;
            case REQUEST_TOO_LARGE -> TOO_LARGE;
            case INVALID_ZIP, INVALID_RUNTIME, NOT_READY, SNAP_START, SNAP_START_TIMEOUT -> BAD_GATEWAY;
            case UNAVAILABLE, INTERNAL -> SERVER_ERROR;
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    PRECONDITION_FAILED,
                    LIMIT_EXCEEDED,
                    RECURSIVE_INVOCATION,
                    CODE_STORAGE_EXCEEDED -> BAD_REQUEST;
        };
    }
}
