package dev.hearth.neighbours.sns;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of SNS, by the codes of its API (2010-03-31). A fault carries the code as its detail. */
public enum SnsError {
    INVALID_PARAMETER("InvalidParameter", Fault.Kind.INVALID_PARAMETER),
    INVALID_PARAMETER_VALUE("ParameterValueInvalid", Fault.Kind.INVALID_PARAMETER),
    NOT_FOUND("NotFound", Fault.Kind.NOT_FOUND),
    RESOURCE_NOT_FOUND("ResourceNotFound", Fault.Kind.NOT_FOUND),
    TAG_LIMIT_EXCEEDED("TagLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    FILTER_POLICY_LIMIT_EXCEEDED("FilterPolicyLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    EMPTY_BATCH_REQUEST("EmptyBatchRequest", Fault.Kind.INVALID_PARAMETER),
    TOO_MANY_ENTRIES("TooManyEntriesInBatchRequest", Fault.Kind.INVALID_PARAMETER),
    BATCH_ENTRY_IDS_NOT_DISTINCT("BatchEntryIdsNotDistinct", Fault.Kind.INVALID_PARAMETER),
    BATCH_REQUEST_TOO_LONG("BatchRequestTooLong", Fault.Kind.REQUEST_TOO_LARGE),
    INVALID_BATCH_ENTRY_ID("InvalidBatchEntryId", Fault.Kind.INVALID_PARAMETER);

    private final String code;
    private final Fault.Kind kind;

    SnsError(String code, Fault.Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** Its code on the wire. */
    public String code() {
        return code;
    }

    /** This refusal, to be thrown. */
    public FaultException because(String message) {
        return new Fault(kind, message, code).asException();
    }

    static FaultException invalid(String what) {
        return INVALID_PARAMETER.because("Invalid parameter: " + what);
    }

    static FaultException noTopic() {
        return NOT_FOUND.because("Topic does not exist");
    }

    static FaultException noSubscription() {
        return NOT_FOUND.because("Subscription does not exist");
    }
}
