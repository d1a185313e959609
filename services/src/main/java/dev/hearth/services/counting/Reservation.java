package dev.hearth.services.counting;

import dev.hearth.core.Fault;

/** The answer to one wish for a unit of concurrency. */
public sealed interface Reservation {

    /**
     * One unit of concurrency, the caller's until it is given back or its holder ends. Every {@code Granted} goes back
     * through {@link Counting#release}, however its invocation ended.
     */
    sealed interface Granted extends Reservation permits Ticket {

        /** Unqualified ARN of the function. */
        String functionArn();

        /** Whether one of the provisioned environments is to serve it. */
        Kind kind();

        /** A number that is greater than that of every grant and holder before it. */
        long token();
    }

    /** Which environments a grant is for. */
    enum Kind {
        ON_DEMAND,
        PROVISIONED
    }

    /** No unit is free, or the rate is too high; made once for each reason. */
    record Throttled(ThrottleReason reason, Fault fault) implements Reservation {

        Throttled(ThrottleReason reason) {
            this(reason, new Fault(Fault.Kind.THROTTLED, reason.message(), reason.awsName()));
        }
    }

    /** The holder has ended: its heartbeats stopped, or another took its name. It has to enter anew. */
    record Lapsed() implements Reservation {}
}
