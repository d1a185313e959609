package dev.hearth.neighbours.iam;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of IAM and STS, by the codes of their APIs. A fault carries the code as its detail. */
public enum IamError {
    NO_SUCH_ENTITY("NoSuchEntity", Fault.Kind.NOT_FOUND),
    ALREADY_EXISTS("EntityAlreadyExists", Fault.Kind.ALREADY_EXISTS),
    DELETE_CONFLICT("DeleteConflict", Fault.Kind.CONFLICT),
    LIMIT_EXCEEDED("LimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    MALFORMED_POLICY("MalformedPolicyDocument", Fault.Kind.INVALID_PARAMETER),
    INVALID_INPUT("InvalidInput", Fault.Kind.INVALID_PARAMETER),
    UNMODIFIABLE("UnmodifiableEntity", Fault.Kind.INVALID_PARAMETER),
    VALIDATION("ValidationError", Fault.Kind.VALIDATION),
    ACCESS_DENIED("AccessDenied", Fault.Kind.ACCESS_DENIED),
    NOT_BUILT("NotImplemented", Fault.Kind.INVALID_PARAMETER);

    private final String code;
    private final Fault.Kind kind;

    IamError(String code, Fault.Kind kind) {
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

    static FaultException noSuch(IamKind kind, String name) {
        return NO_SUCH_ENTITY.because(
                switch (kind) {
                    case POLICY -> "Policy " + name + " was not found.";
                    case PROFILE -> "Instance Profile " + name + " cannot be found.";
                    case KEY -> "The Access Key with id " + name + " cannot be found.";
                    case USER, GROUP, ROLE, ACCOUNT ->
                        "The " + kind.resource() + " with name " + name + " cannot be found.";
                });
    }

    static FaultException exists(IamKind kind, String name) {
        return ALREADY_EXISTS.because(
                switch (kind) {
                    case POLICY -> "A policy called " + name + " already exists. Duplicate names are not allowed.";
                    case PROFILE -> "Instance Profile " + name + " already exists.";
                    case USER, GROUP, ROLE, KEY, ACCOUNT -> kind.word() + " with name " + name + " already exists.";
                });
    }

    static FaultException quota(String what, int most) {
        return LIMIT_EXCEEDED.because("Cannot exceed quota for " + what + ": " + most);
    }
}
