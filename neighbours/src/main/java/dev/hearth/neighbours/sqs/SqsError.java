package dev.hearth.neighbours.sqs;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/**
 * The refusals of SQS, by the names of its API (2012-11-05). A fault carries the name as its detail; the edge finds its
 * codes by it.
 */
public enum SqsError {
    BATCH_ENTRY_IDS_NOT_DISTINCT("BatchEntryIdsNotDistinct", Fault.Kind.INVALID_PARAMETER),
    BATCH_REQUEST_TOO_LONG("BatchRequestTooLong", Fault.Kind.REQUEST_TOO_LARGE),
    EMPTY_BATCH_REQUEST("EmptyBatchRequest", Fault.Kind.INVALID_PARAMETER),
    INVALID_ATTRIBUTE_NAME("InvalidAttributeName", Fault.Kind.INVALID_PARAMETER),
    INVALID_ATTRIBUTE_VALUE("InvalidAttributeValue", Fault.Kind.INVALID_PARAMETER),
    INVALID_BATCH_ENTRY_ID("InvalidBatchEntryId", Fault.Kind.INVALID_PARAMETER),
    INVALID_MESSAGE_CONTENTS("InvalidMessageContents", Fault.Kind.INVALID_PARAMETER),
    INVALID_PARAMETER_VALUE("InvalidParameterValue", Fault.Kind.INVALID_PARAMETER),
    MISSING_PARAMETER("MissingParameter", Fault.Kind.INVALID_PARAMETER),
    MESSAGE_NOT_INFLIGHT("MessageNotInflight", Fault.Kind.CONFLICT),
    OVER_LIMIT("OverLimit", Fault.Kind.LIMIT_EXCEEDED),
    PURGE_QUEUE_IN_PROGRESS("PurgeQueueInProgress", Fault.Kind.CONFLICT),
    QUEUE_DOES_NOT_EXIST("QueueDoesNotExist", Fault.Kind.NOT_FOUND),
    QUEUE_NAME_EXISTS("QueueNameExists", Fault.Kind.ALREADY_EXISTS),
    RECEIPT_HANDLE_IS_INVALID("ReceiptHandleIsInvalid", Fault.Kind.INVALID_PARAMETER),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", Fault.Kind.NOT_FOUND),
    TOO_MANY_ENTRIES_IN_BATCH_REQUEST("TooManyEntriesInBatchRequest", Fault.Kind.INVALID_PARAMETER),
    UNSUPPORTED_OPERATION("UnsupportedOperation", Fault.Kind.INVALID_PARAMETER);

    private final String awsName;
    private final Fault.Kind kind;

    SqsError(String awsName, Fault.Kind kind) {
        this.awsName = awsName;
        this.kind = kind;
    }

    /** Its name in AWS's model. */
    public String awsName() {
        return awsName;
    }

    /** This refusal, to be thrown. */
    public FaultException because(String message) {
        return new Fault(kind, message, awsName).asException();
    }

    static FaultException noQueue() {
        return QUEUE_DOES_NOT_EXIST.because("The specified queue does not exist.");
    }
}
