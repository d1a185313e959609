package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.Policies;
import dev.hearth.services.registry.PolicyDocument;
import dev.hearth.services.registry.PolicyStatement;
import dev.hearth.services.registry.Registry;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/** The operations on functions' resource policies. */
final class PolicyOperations {

    private final Registry registry;

    PolicyOperations(Registry registry) {
        this.registry = registry;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("AddPermission", AddPermissionRequest::builder, this::add),
                new Operation<>("RemovePermission", RemovePermissionRequest::builder, this::remove),
                new Operation<>("GetPolicy", GetPolicyRequest::builder, this::get));
    }

    private AddPermissionResponse add(Call call, AddPermissionRequest request) {
        PolicyStatement statement = registry.policies()
                .add(new Policies.Wish(
                        request.functionName(),
                        request.qualifier(),
                        request.statementId(),
                        request.action(),
                        request.principal(),
                        request.sourceArn(),
                        request.sourceAccount(),
                        request.eventSourceToken(),
                        request.principalOrgID(),
                        request.functionUrlAuthTypeAsString(),
                        Boolean.TRUE.equals(request.invokedViaFunctionUrl()),
                        request.revisionId()));
        return AddPermissionResponse.builder()
                .statement(PolicyJson.statement(statement))
                .build();
    }

    private RemovePermissionResponse remove(Call call, RemovePermissionRequest request) {
        registry.policies()
                .remove(request.functionName(), request.qualifier(), request.statementId(), request.revisionId());
        return RemovePermissionResponse.builder().build();
    }

    private GetPolicyResponse get(Call call, GetPolicyRequest request) {
        PolicyDocument policy = registry.policies().get(request.functionName(), request.qualifier());
        return GetPolicyResponse.builder()
                .policy(PolicyJson.policy(policy))
                .revisionId(policy.revisionId())
                .build();
    }
}
