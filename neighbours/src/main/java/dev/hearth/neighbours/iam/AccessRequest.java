package dev.hearth.neighbours.iam;

import dev.hearth.neighbours.policy.PolicyVerdict.Effect;

/**
 * A question to the {@link DecisionPoint}.
 *
 * @param caller who
 * @param service the prefix of the action, such as {@code lambda}
 * @param operation what stands behind it, such as {@code InvokeFunction}
 * @param resource what it is done to: an ARN, or a name as the request has it; {@code *} where that is not told
 * @param resourcePolicy what the resource's own policy says; IMPLICIT_DENY where it has none
 */
public record AccessRequest(Caller caller, String service, String operation, String resource, Effect resourcePolicy) {

    /** A question about a resource that has no policy of its own. */
    public AccessRequest(Caller caller, String service, String operation, String resource) {
        this(caller, service, operation, resource, Effect.IMPLICIT_DENY);
    }

    /** As policies write it. */
    public String action() {
        return service + ":" + operation;
    }
}
