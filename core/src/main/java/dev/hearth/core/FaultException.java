package dev.hearth.core;

/** A {@link Fault} on its way to the edge. Carries no stack trace: it is an expected outcome, not a bug. */
public final class FaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public FaultException(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
