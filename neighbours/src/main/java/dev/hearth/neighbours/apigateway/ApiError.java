package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of API Gateway's control planes, by the codes of their APIs. A fault carries the code as its detail. */
public enum ApiError {
    BAD_REQUEST("BadRequestException", Fault.Kind.VALIDATION),
    NOT_FOUND("NotFoundException", Fault.Kind.NOT_FOUND),
    CONFLICT("ConflictException", Fault.Kind.CONFLICT),
    LIMIT_EXCEEDED("LimitExceededException", Fault.Kind.LIMIT_EXCEEDED),
    GONE("GoneException", Fault.Kind.PRECONDITION_FAILED);

    private final String code;
    private final Fault.Kind kind;

    ApiError(String code, Fault.Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** This refusal, to be thrown. */
    public FaultException because(String message) {
        return new Fault(kind, message, code).asException();
    }

    static FaultException invalid(String what) {
        return NOT_FOUND.because("Invalid " + what + " identifier specified");
    }
}
