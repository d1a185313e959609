package dev.hearth.services.worker;

/**
 * An error answer of the Runtime API: status, {@code errorType} and {@code errorMessage} as Lambda's own (source: the
 * open runtime interface emulator).
 *
 * @param status HTTP status
 */
record RuntimeApiError(int status, String errorType, String errorMessage) {

    static final RuntimeApiError INVALID_REQUEST_ID =
            new RuntimeApiError(400, "InvalidRequestID", "Invalid request ID");

    static final RuntimeApiError TOO_LARGE = new RuntimeApiError(
            413,
            "RequestEntityTooLarge",
            "Exceeded maximum allowed payload size (" + Limits.PAYLOAD_BYTES + " bytes).");

    static final RuntimeApiError BAD_REQUEST = new RuntimeApiError(400, "BadRequest", "Bad request");

    static final RuntimeApiError NOT_FOUND = new RuntimeApiError(404, "NotFound", "404 page not found");

    /** The runtime asked for something that its state does not allow. */
    static RuntimeApiError invalidTransition(String from, String to) {
        return new RuntimeApiError(
                403,
                "InvalidStateTransition",
                "State transition from " + from + " to " + to
                        + " failed for runtime. Error: State transition is not allowed");
    }
}
