package dev.hearth.neighbours.scheduler;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/**
 * The refusals of EventBridge Scheduler, by the codes of its API (2021-06-30). A fault carries the code as its detail.
 */
public enum SchedulerError {
    VALIDATION("ValidationException", Fault.Kind.VALIDATION),
    NOT_FOUND("ResourceNotFoundException", Fault.Kind.NOT_FOUND),
    CONFLICT("ConflictException", Fault.Kind.CONFLICT),
    QUOTA_EXCEEDED("ServiceQuotaExceededException", Fault.Kind.LIMIT_EXCEEDED);

    private final String code;
    private final Fault.Kind kind;

    SchedulerError(String code, Fault.Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** This refusal, to be thrown. */
    public FaultException because(String message) {
        return new Fault(kind, message, code).asException();
    }

    static FaultException noSchedule(String name) {
        return NOT_FOUND.because("Schedule " + name + " does not exist.");
    }

    static FaultException noGroup(String name) {
        return NOT_FOUND.because("Schedule group " + name + " does not exist.");
    }

    /** A member outside its constraint, in the words of AWS's front ends. */
    static FaultException constraint(String value, String member, String constraint) {
        return VALIDATION.because("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must " + constraint);
    }
}
