package dev.hearth.neighbours.events;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of EventBridge, by the names of its API (2015-10-07). A fault carries the name as its detail. */
public enum EventsError {
    ILLEGAL_STATUS("IllegalStatusException", Fault.Kind.CONFLICT),
    INVALID_EVENT_PATTERN("InvalidEventPatternException", Fault.Kind.INVALID_PARAMETER),
    LIMIT_EXCEEDED("LimitExceededException", Fault.Kind.LIMIT_EXCEEDED),
    MANAGED_RULE("ManagedRuleException", Fault.Kind.CONFLICT),
    POLICY_LENGTH_EXCEEDED("PolicyLengthExceededException", Fault.Kind.LIMIT_EXCEEDED),
    RESOURCE_ALREADY_EXISTS("ResourceAlreadyExistsException", Fault.Kind.ALREADY_EXISTS),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", Fault.Kind.NOT_FOUND),
    VALIDATION("ValidationException", Fault.Kind.VALIDATION);

    private final String awsName;
    private final Fault.Kind kind;

    EventsError(String awsName, Fault.Kind kind) {
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

    static FaultException noBus(String name) {
        return RESOURCE_NOT_FOUND.because("Event bus " + name + " does not exist.");
    }

    static FaultException noRule(String name, String bus) {
        return RESOURCE_NOT_FOUND.because("Rule " + name + " does not exist on EventBus " + bus + ".");
    }

    static FaultException noArchive(String name) {
        return RESOURCE_NOT_FOUND.because("Archive " + name + " does not exist.");
    }

    static FaultException noReplay(String name) {
        return RESOURCE_NOT_FOUND.because("Replay " + name + " does not exist.");
    }
}
