package dev.hearth.aws.scheduler;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;

/**
 * The Scheduler's codes and HTTP statuses for the house's faults (botocore: the {@code error} traits of its shapes).
 */
final class SchedulerErrors {

    private SchedulerErrors() {}

    static AwsError of(Fault fault) {
        return switch (fault.kind()) {
            case NOT_FOUND -> error("ResourceNotFoundException", 404, fault);
            case ALREADY_EXISTS, CONFLICT, PRECONDITION_FAILED -> error("ConflictException", 409, fault);
            case LIMIT_EXCEEDED, CODE_STORAGE_EXCEEDED -> error("ServiceQuotaExceededException", 402, fault);
            case THROTTLED -> error("ThrottlingException", 429, fault);
            case ACCESS_DENIED -> error("AccessDeniedException", 403, fault);
            case UNAVAILABLE, NOT_READY -> error("ServiceUnavailableException", 503, fault);
            case INTERNAL -> error("InternalServerException", 500, fault);
            case REQUEST_TOO_LARGE,
                    VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT -> error("ValidationException", 400, fault);
        };
    }

    private static AwsError error(String code, int status, Fault fault) {
        return new AwsError(code, status, fault.message(), "");
    }
}
