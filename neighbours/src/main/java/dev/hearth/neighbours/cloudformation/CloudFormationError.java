package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of CloudFormation, by the codes of its API (2010-05-15). A fault carries the code as its detail. */
public enum CloudFormationError {
    VALIDATION("ValidationError", Fault.Kind.VALIDATION),
    ALREADY_EXISTS("AlreadyExistsException", Fault.Kind.ALREADY_EXISTS),
    CAPABILITIES("InsufficientCapabilitiesException", Fault.Kind.VALIDATION),
    LIMIT("LimitExceededException", Fault.Kind.LIMIT_EXCEEDED),
    CHANGE_SET_NOT_FOUND("ChangeSetNotFound", Fault.Kind.NOT_FOUND),
    CHANGE_SET_STATUS("InvalidChangeSetStatus", Fault.Kind.CONFLICT),
    TOKEN_ALREADY_EXISTS("TokenAlreadyExistsException", Fault.Kind.CONFLICT),
    TYPE_NOT_FOUND("TypeNotFoundException", Fault.Kind.NOT_FOUND);

    private final String code;
    private final Fault.Kind kind;

    CloudFormationError(String code, Fault.Kind kind) {
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

    static FaultException noStack(String name) {
        return VALIDATION.because("Stack with id " + name + " does not exist");
    }
}
