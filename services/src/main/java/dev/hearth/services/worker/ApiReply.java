package dev.hearth.services.worker;

/**
 * An answer of the Extensions API or the Telemetry API.
 *
 * @param status HTTP status
 * @param field name of one header field beside the usual, or empty
 * @param value its value
 * @param type content type of the body
 * @param body the body
 */
record ApiReply(int status, String field, String value, String type, String body) {

    private static final String JSON = "application/json";

    /** What both APIs say to a post that is well. */
    static final ApiReply ACCEPTED = json(202, "{\"status\":\"OK\"}\n");

    /**
     * To {@code restore/next}: what woke has a log stream of its own, which it was not told in its init phase.
     *
     * @param variables that are others now, as a JSON object; or empty
     */
    static ApiReply awake(String logStream, String variables) {
        return json(200, "Hearth-Log-Stream-Name", logStream, variables);
    }

    static ApiReply json(int status, String body) {
        return new ApiReply(status, "", "", JSON, body);
    }

    static ApiReply json(int status, String field, String value, String body) {
        return new ApiReply(status, field, value, JSON, body);
    }

    static ApiReply text(int status, String body) {
        return new ApiReply(status, "", "", "text/plain", body);
    }

    /** A refusal in the shape of the open runtime interface emulator. */
    static ApiReply refused(int status, String errorType, String message) {
        StringBuilder json = new StringBuilder("{\"errorMessage\":");
        JsonText.quoted(json, message).append(",\"errorType\":");
        return json(status, JsonText.quoted(json, errorType).append("}\n").toString());
    }
}
