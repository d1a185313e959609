package dev.hearth.aws.lambda;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.queuemanager.QueueManager;

/** Lambda's codes and HTTP statuses for the house's faults (botocore: the {@code error} traits of its shapes). */
final class LambdaErrors {

    private LambdaErrors() {}

    static AwsError of(Fault fault) {
        return switch (fault.kind()) {
            case VALIDATION -> error("ValidationException", 400, fault);
            case INVALID_PARAMETER, LIMIT_EXCEEDED -> error("InvalidParameterValueException", 400, fault);
            case INVALID_REQUEST_CONTENT -> error("InvalidRequestContentException", 400, fault);
            case UNSUPPORTED_MEDIA_TYPE -> error("UnsupportedMediaTypeException", 415, fault);
            case NOT_FOUND -> notFound(fault);
            case ALREADY_EXISTS, CONFLICT -> error("ResourceConflictException", 409, fault);
            case PRECONDITION_FAILED -> error("PreconditionFailedException", 412, fault);
            case CODE_STORAGE_EXCEEDED -> error("CodeStorageExceededException", 400, fault);
            case REQUEST_TOO_LARGE -> tooLarge(fault);
            case THROTTLED -> error("TooManyRequestsException", 429, fault);
            case ACCESS_DENIED -> error("AccessDeniedException", 403, fault);
            case RECURSIVE_INVOCATION -> error("RecursiveInvocationException", 400, fault);
            case INVALID_ZIP -> error("InvalidZipFileException", 502, fault);
            case SNAP_START -> error("SnapStartException", 400, fault);
            case SNAP_START_TIMEOUT -> error("SnapStartTimeoutException", 408, fault);
            case INVALID_RUNTIME -> error("InvalidRuntimeException", 502, fault);
            case NOT_READY -> error("ResourceNotReadyException", 502, fault);
            case UNAVAILABLE -> unavailable(fault);
            case INTERNAL -> error("ServiceException", 500, fault);
        };
    }

    /** Lambda has a code of its own for one thing that is not there. */
    private static AwsError notFound(Fault fault) {
        return fault.detail().equals(Concurrency.NO_PROVISIONED_CONFIG)
                ? new AwsError("ProvisionedConcurrencyConfigNotFoundException", 404, fault.message(), "")
                : error("ResourceNotFoundException", 404, fault);
    }

    /** Events that cannot be stored now are what AWS's common errors call unavailable; the rest is Lambda's own. */
    private static AwsError unavailable(Fault fault) {
        return fault.detail().equals(QueueManager.STORE_UNAVAILABLE)
                ? new AwsError("ServiceUnavailableException", 503, fault.message(), "")
                : error("ServiceException", 500, fault);
    }

    /** A payload is a request, a package is an entity: Lambda has a code for each. */
    private static AwsError tooLarge(Fault fault) {
        return fault.detail().equals("RequestEntityTooLarge")
                ? new AwsError("RequestEntityTooLargeException", 413, fault.message(), "")
                : error("RequestTooLargeException", 413, fault);
    }

    private static AwsError error(String code, int status, Fault fault) {
        return new AwsError(code, status, fault.message(), fault.detail());
    }
}
