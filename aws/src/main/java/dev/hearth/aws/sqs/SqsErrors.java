package dev.hearth.aws.sqs;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;
import java.util.Map;

/** What SQS calls its errors: by JSON shape, and by the codes of its Query days that clients still look for. */
final class SqsErrors {

    private static final String OLD = "AWS.SimpleQueueService.";

    /** Where the old code is not the new name behind {@link #OLD}. */
    private static final Map<String, String> RENAMED = Map.of(
            "QueueDoesNotExist", OLD + "NonExistentQueue",
            "QueueNameExists", "QueueAlreadyExists",
            "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid",
            "InvalidAttributeName", "InvalidAttributeName",
            "InvalidAttributeValue", "InvalidAttributeValue",
            "InvalidMessageContents", "InvalidMessageContents",
            "InvalidParameterValue", "InvalidParameterValue",
            "MissingParameter", "MissingParameter",
            "OverLimit", "OverLimit",
            "ResourceNotFoundException", "ResourceNotFoundException");

    private static final String JSON = "com.amazonaws.sqs#";

    private SqsErrors() {}

    static AwsError of(Fault fault) {
        String name = fault.detail();
        return switch (fault.kind()) {
            case UNAVAILABLE, NOT_READY -> error("ServiceUnavailable", "ServiceUnavailable", 503, fault);
            case INTERNAL -> error("InternalError", "InternalError", 500, fault);
            case THROTTLED -> error("RequestThrottled", "RequestThrottled", 403, fault);
            case REQUEST_TOO_LARGE,
                    VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    PRECONDITION_FAILED,
                    LIMIT_EXCEEDED,
                    CODE_STORAGE_EXCEEDED,
                    ACCESS_DENIED,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    SNAP_START,
                    SNAP_START_TIMEOUT,
                    INVALID_RUNTIME ->
                name.isEmpty()
                        ? error("InvalidParameterValue", "InvalidParameterValue", 400, fault)
                        : error(name, queryCode(name), 400, fault);
        };
    }

    /** The code of an error by its name of today. */
    static String queryCode(String name) {
        return RENAMED.getOrDefault(name, OLD + name);
    }

    private static AwsError error(String name, String queryCode, int status, Fault fault) {
        return new AwsError(JSON + name, status, fault.message(), "", queryCode);
    }
}
