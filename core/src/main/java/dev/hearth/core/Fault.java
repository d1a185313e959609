package dev.hearth.core;

/**
 * An expected refusal: whose fault it is and what to say. The AWS edge gives each kind its code and HTTP status for
 * the API at hand; nothing below the edge knows HTTP.
 *
 * @param kind what went wrong, in the house's words
 * @param message for the caller, in AWS's wording where that is known
 * @param detail a machine-readable reason where AWS has one (a throttle's {@code Reason}), else empty
 */
public record Fault(Kind kind, String message, String detail) {

    /** Who has to act. */
    public enum Owner {
        CALLER,
        FUNCTION,
        SANDBOX,
        PLATFORM
    }

    /** Every kind of refusal, sorted by owner once. */
    public enum Kind {
        VALIDATION(Owner.CALLER),
        INVALID_PARAMETER(Owner.CALLER),
        INVALID_REQUEST_CONTENT(Owner.CALLER),
        UNSUPPORTED_MEDIA_TYPE(Owner.CALLER),
        NOT_FOUND(Owner.CALLER),
        ALREADY_EXISTS(Owner.CALLER),
        CONFLICT(Owner.CALLER),
        PRECONDITION_FAILED(Owner.CALLER),
        LIMIT_EXCEEDED(Owner.CALLER),
        CODE_STORAGE_EXCEEDED(Owner.CALLER),
        REQUEST_TOO_LARGE(Owner.CALLER),
        THROTTLED(Owner.CALLER),
        ACCESS_DENIED(Owner.CALLER),
        RECURSIVE_INVOCATION(Owner.FUNCTION),
        INVALID_ZIP(Owner.FUNCTION),
        INVALID_RUNTIME(Owner.FUNCTION),
        SNAP_START(Owner.FUNCTION),
        SNAP_START_TIMEOUT(Owner.FUNCTION),
        NOT_READY(Owner.SANDBOX),
        UNAVAILABLE(Owner.PLATFORM),
        INTERNAL(Owner.PLATFORM);

        private final Owner owner;

        Kind(Owner owner) {
            this.owner = owner;
        }

        public Owner owner() {
            return owner;
        }
    }

    public Fault(Kind kind, String message) {
        this(kind, message, "");
    }

    /** This fault as an exception, for code that returns its result directly. */
    public FaultException asException() {
        return new FaultException(this);
    }
}
