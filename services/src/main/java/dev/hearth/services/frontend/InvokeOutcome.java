package dev.hearth.services.frontend;

import dev.hearth.core.Fault;
import java.nio.ByteBuffer;

/** What became of an invocation. */
public sealed interface InvokeOutcome {

    /**
     * The function ran, or Lambda answers in its place.
     *
     * @param payload response or error object; empty when the response went to the command's sink
     * @param functionError {@code Unhandled} or empty
     * @param executedVersion the version that ran
     * @param logTail end of the log, or empty
     */
    record Answered(ByteBuffer payload, String functionError, String executedVersion, byte[] logTail)
            implements InvokeOutcome {}

    /** The event is committed: it will run, or its owner is told. */
    record Accepted() implements InvokeOutcome {}

    /** A dry run found nothing in the way. */
    record WouldRun() implements InvokeOutcome {}

    /** Not run. */
    record Refused(Fault fault) implements InvokeOutcome {}
}
