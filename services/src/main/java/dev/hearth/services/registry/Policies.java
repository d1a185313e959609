package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resource policies of functions. Every method throws {@link FaultException} as {@link Registry} does. */
public interface Policies {

    /**
     * Adds a statement to the policy of a function, a version or an alias, whose revision changes with it.
     *
     * @throws FaultException also ALREADY_EXISTS, PRECONDITION_FAILED
     */
    PolicyStatement add(Wish wish);

    /**
     * Takes a statement away.
     *
     * @throws FaultException also PRECONDITION_FAILED
     */
    void remove(String function, @Nullable String qualifier, String statementId, @Nullable String revisionId);

    /** The policy; NOT_FOUND when nothing was ever allowed. */
    PolicyDocument get(String function, @Nullable String qualifier);

    /**
     * Whether {@code policy} lets a request through. Pure; a statement with a condition whose key the request has not
     * lets nobody through.
     */
    static boolean allows(PolicyDocument policy, Request request) {
        return PolicyDecisions.allows(policy, request);
    }

    /**
     * What somebody wants to do.
     *
     * @param principal who: an ARN, a service, or {@code *} for nobody known
     * @param action for example {@code lambda:InvokeFunctionUrl}
     * @param context what conditions look at, for example {@code aws:SourceArn}; keys are compared without case
     */
    record Request(PolicyStatement.Principal principal, String action, Map<String, String> context) {

        public Request {
            context = Map.copyOf(context);
        }
    }

    /** What a caller said of a statement (botocore: {@code AddPermissionRequest}); null where nothing was said. */
    record Wish(
            @Nullable String function,
            @Nullable String qualifier,
            @Nullable String statementId,
            @Nullable String action,
            @Nullable String principal,
            @Nullable String sourceArn,
            @Nullable String sourceAccount,
            @Nullable String eventSourceToken,
            @Nullable String principalOrgId,
            @Nullable String functionUrlAuthType,
            boolean invokedViaFunctionUrl,
            @Nullable String revisionId) {}
}
