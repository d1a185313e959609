package dev.hearth.neighbours.apigateway;

/** Whether a caller may go on. */
sealed interface Verdict {

    record Allowed(Identity identity) implements Verdict {}

    record Denied(GatewayResponse response) implements Verdict {}

    Verdict NOBODY = new Allowed(Identity.UNKNOWN);
}
