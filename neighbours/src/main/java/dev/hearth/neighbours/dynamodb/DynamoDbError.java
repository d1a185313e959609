package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** What this service refuses with, by AWS's names; the name is the {@link Fault#detail}. */
public enum DynamoDbError {
    VALIDATION(Fault.Kind.VALIDATION, "ValidationException"),
    SERIALIZATION(Fault.Kind.INVALID_REQUEST_CONTENT, "SerializationException"),
    NOT_FOUND(Fault.Kind.NOT_FOUND, "ResourceNotFoundException"),
    TABLE_NOT_FOUND(Fault.Kind.NOT_FOUND, "TableNotFoundException"),
    BACKUP_NOT_FOUND(Fault.Kind.NOT_FOUND, "BackupNotFoundException"),
    POLICY_NOT_FOUND(Fault.Kind.NOT_FOUND, "PolicyNotFoundException"),
    IN_USE(Fault.Kind.CONFLICT, "ResourceInUseException"),
    LIMIT_EXCEEDED(Fault.Kind.LIMIT_EXCEEDED, "LimitExceededException"),
    CONDITION_FAILED(Fault.Kind.PRECONDITION_FAILED, "ConditionalCheckFailedException"),
    TRANSACTION_CANCELED(Fault.Kind.PRECONDITION_FAILED, "TransactionCanceledException"),
    IDEMPOTENT_MISMATCH(Fault.Kind.CONFLICT, "IdempotentParameterMismatchException"),
    COLLECTION_TOO_LARGE(Fault.Kind.LIMIT_EXCEEDED, "ItemCollectionSizeLimitExceededException"),
    TRIMMED(Fault.Kind.NOT_FOUND, "TrimmedDataAccessException"),
    EXPIRED_ITERATOR(Fault.Kind.NOT_FOUND, "ExpiredIteratorException");

    private final Fault.Kind kind;
    private final String code;

    DynamoDbError(Fault.Kind kind, String code) {
        this.kind = kind;
        this.code = code;
    }

    /** AWS's name of it. */
    public String code() {
        return code;
    }

    /** This error with {@code message}. */
    public FaultException because(String message) {
        return new Fault(kind, message, code).asException();
    }

    /** The error of a wrong parameter. */
    public static FaultException invalid(String message) {
        return VALIDATION.because(message);
    }

    /** The error of a wrong parameter, behind the words with which most of them begin. */
    public static FaultException invalidParameter(String message) {
        return VALIDATION.because("One or more parameter values were invalid: " + message);
    }
}
