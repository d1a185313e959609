package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.services.registry.Policies;
import dev.hearth.services.registry.PolicyDocument;
import dev.hearth.services.registry.PolicyStatement;
import dev.hearth.services.registry.Registry;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a service may invoke a function: the function's resource policy must say so (EventBridge user guide, "Using
 * resource-based policies").
 */
record FunctionPermission(Registry registry, String account) {

    private static final String ACTION = "lambda:InvokeFunction";

    /** Why not; empty when it may, or when the parcel's sender needs no permission. */
    Optional<Fault> refusal(Parcel parcel) {
        String principal = parcel.options().get(Parcel.PRINCIPAL);
        if (principal == null) {
            return Optional.empty();
        }
        if (allows(principal, parcel.target(), parcel.options().getOrDefault(Parcel.SOURCE_ARN, ""))) {
            return Optional.empty();
        }
        return Optional.of(missing(parcel.target())
                .orElseGet(() -> new Fault(
                        Fault.Kind.ACCESS_DENIED,
                        "User: " + principal + " is not authorized to perform: " + ACTION + " on resource: "
                                + parcel.target() + " because no resource-based policy allows the " + ACTION
                                + " action")));
    }

    /** Whether the service {@code principal} may invoke {@code function} for {@code sourceArn}. */
    boolean allows(String principal, String function, String sourceArn) {
        Policies.Request request = new Policies.Request(
                new PolicyStatement.Principal(PolicyStatement.Principal.Kind.SERVICE, principal),
                ACTION,
                Map.of("aws:SourceArn", sourceArn, "aws:SourceAccount", account));
        return Policies.allows(policy(function), request);
    }

    private PolicyDocument policy(String function) {
        try {
            return registry.policies().get(function, null);
        } catch (FaultException nothingSaid) {
            return PolicyDocument.NONE;
        }
    }

    /** That there is no such function, when there is none. */
    private Optional<Fault> missing(String function) {
        try {
            registry.get("lambda:GetFunction", function, null);
            return Optional.empty();
        } catch (FaultException refused) {
            return Optional.of(refused.fault());
        }
    }
}
