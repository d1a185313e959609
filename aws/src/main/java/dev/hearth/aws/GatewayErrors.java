package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;

/** The codes and HTTP statuses of API Gateway's two APIs for the house's faults (botocore: {@code error} traits). */
public interface GatewayErrors {

    static AwsError of(Fault fault) {
        return switch (fault.kind()) {
            case NOT_FOUND -> error("NotFoundException", 404, fault);
            case ALREADY_EXISTS, CONFLICT -> error("ConflictException", 409, fault);
            case LIMIT_EXCEEDED, CODE_STORAGE_EXCEEDED -> error("LimitExceededException", 429, fault);
            case THROTTLED -> error("TooManyRequestsException", 429, fault);
            case ACCESS_DENIED -> error("AccessDeniedException", 403, fault);
            case PRECONDITION_FAILED -> error("GoneException", 410, fault);
            case REQUEST_TOO_LARGE -> error("PayloadTooLargeException", 413, fault);
            case UNAVAILABLE, NOT_READY -> error("ServiceUnavailableException", 503, fault);
            case INTERNAL -> error("InternalServerErrorException", 500, fault);
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT -> error("BadRequestException", 400, fault);
        };
    }

    private static AwsError error(String code, int status, Fault fault) {
        return new AwsError(code, status, fault.message(), "");
    }
}
