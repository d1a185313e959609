package dev.hearth.neighbours.iam;

import dev.hearth.neighbours.policy.PolicyVerdict.Effect;

/**
 * The one place that says who may do what: every request of every API is asked here, and so is the passing of a role
 * ({@code iam:PassRole}). It stands in Invoke's way, so it answers from memory and at once.
 */
@FunctionalInterface
public interface DecisionPoint {

    /**
     * What holds today: whoever is known may do everything, and nobody in particular what a resource's own policy
     * allows.
     */
    static DecisionPoint knownIdentities() {
        return request ->
                request.caller().kind() != Caller.Kind.ANONYMOUS || request.resourcePolicy() == Effect.ALLOWED;
    }

    /** Whether it may be done. */
    boolean allows(AccessRequest request);

    /** What the edge says to whom it is refused, in AWS's words. */
    static String refusal(AccessRequest request) {
        String who = request.caller().kind() == Caller.Kind.ANONYMOUS
                ? "anonymous"
                : request.caller().arn();
        return "User: " + who + " is not authorized to perform: " + request.action() + " on resource: "
                + request.resource() + " because no identity-based policy allows the " + request.action()
                + " action";
    }
}
