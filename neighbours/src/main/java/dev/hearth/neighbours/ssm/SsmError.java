package dev.hearth.neighbours.ssm;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of Parameter Store, by the codes of SSM's API (2014-11-06). A fault carries the code as its detail. */
public enum SsmError {
    NOT_FOUND("ParameterNotFound", Fault.Kind.NOT_FOUND),
    VERSION_NOT_FOUND("ParameterVersionNotFound", Fault.Kind.NOT_FOUND),
    ALREADY_EXISTS("ParameterAlreadyExists", Fault.Kind.ALREADY_EXISTS),
    LIMIT_EXCEEDED("ParameterLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    MAX_VERSIONS("ParameterMaxVersionLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    PATTERN_MISMATCH("ParameterPatternMismatchException", Fault.Kind.INVALID_PARAMETER),
    INVALID_PATTERN("InvalidAllowedPatternException", Fault.Kind.INVALID_PARAMETER),
    LEVELS("HierarchyLevelLimitExceededException", Fault.Kind.LIMIT_EXCEEDED),
    TYPE_MISMATCH("HierarchyTypeMismatchException", Fault.Kind.INVALID_PARAMETER),
    UNSUPPORTED_TYPE("UnsupportedParameterType", Fault.Kind.INVALID_PARAMETER),
    LABELS("ParameterVersionLabelLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    INVALID_FILTER_KEY("InvalidFilterKey", Fault.Kind.INVALID_PARAMETER),
    INVALID_FILTER_OPTION("InvalidFilterOption", Fault.Kind.INVALID_PARAMETER),
    INVALID_NEXT_TOKEN("InvalidNextToken", Fault.Kind.INVALID_PARAMETER),
    INVALID_RESOURCE_ID("InvalidResourceId", Fault.Kind.NOT_FOUND),
    INVALID_RESOURCE_TYPE("InvalidResourceType", Fault.Kind.INVALID_PARAMETER),
    TOO_MANY_TAGS("TooManyTagsError", Fault.Kind.LIMIT_EXCEEDED),
    ACCESS_DENIED("AccessDeniedException", Fault.Kind.ACCESS_DENIED),
    VALIDATION("ValidationException", Fault.Kind.VALIDATION);

    private final String code;
    private final Fault.Kind kind;

    SsmError(String code, Fault.Kind kind) {
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
}
