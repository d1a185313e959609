package dev.hearth.services.worker;

import java.nio.ByteBuffer;

/**
 * What an invocation came to.
 *
 * @param payload for the caller
 * @param errorType {@code Runtime.ExitError} and the like, for the REPORT line; empty for a response
 * @param message the error in words, for the log; empty when the runtime itself told the error
 */
record Outcome(Kind kind, ByteBuffer payload, String errorType, String message) {

    /** Who made the payload. */
    enum Kind {
        RESPONSE,
        FUNCTION_ERROR,
        RUNTIME_FAILURE,
        TIMEOUT
    }

    /** The {@code X-Amz-Function-Error} that goes with it: current Lambda says {@code Unhandled} for every error. */
    String functionError() {
        return kind == Kind.RESPONSE ? "" : "Unhandled";
    }
}
