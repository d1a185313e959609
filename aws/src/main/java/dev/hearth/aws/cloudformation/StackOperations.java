package dev.hearth.aws.cloudformation;

import static dev.hearth.aws.cloudformation.Requests.needed;
import static dev.hearth.aws.cloudformation.Requests.text;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import dev.hearth.neighbours.cloudformation.CloudFormationError;
import dev.hearth.neighbours.cloudformation.StackOptions;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyResponse;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackRequest;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackResponse;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyResponse;
import software.amazon.awssdk.services.cloudformation.model.SignalResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.SignalResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionResponse;

/** The operations that change stacks. */
final class StackOperations {

    private final CloudFormation stacks;

    StackOperations(CloudFormation stacks) {
        this.stacks = stacks;
    }

    CreateStackResponse create(Call call, CreateStackRequest request) {
        StackOptions options = new StackOptions(
                Requests.onFailure(request.onFailureAsString(), request.disableRollback()),
                request.timeoutInMinutes() == null ? 0 : request.timeoutInMinutes(),
                Boolean.TRUE.equals(request.enableTerminationProtection()),
                text(request.stackPolicyBody()));
        return CreateStackResponse.builder()
                .stackId(stacks.create(Requests.of(request), options, call.accessKeyId())
                        .id())
                .build();
    }

    UpdateStackResponse update(Call call, UpdateStackRequest request) {
        boolean stays = Boolean.TRUE.equals(request.disableRollback());
        return UpdateStackResponse.builder()
                .stackId(stacks.update(Requests.of(request), stays, call.accessKeyId())
                        .id())
                .build();
    }

    DeleteStackResponse delete(Call call, DeleteStackRequest request) {
        stacks.delete(
                needed(request.stackName(), "stackName"),
                request.retainResources(),
                text(request.clientRequestToken()),
                call.accessKeyId());
        return DeleteStackResponse.builder().build();
    }

    CancelUpdateStackResponse cancel(Call call, CancelUpdateStackRequest request) {
        stacks.cancelUpdate(needed(request.stackName(), "stackName"));
        return CancelUpdateStackResponse.builder().build();
    }

    ContinueUpdateRollbackResponse continueRollback(Call call, ContinueUpdateRollbackRequest request) {
        stacks.continueRollback(
                needed(request.stackName(), "stackName"),
                request.resourcesToSkip(),
                text(request.clientRequestToken()),
                call.accessKeyId());
        return ContinueUpdateRollbackResponse.builder().build();
    }

    RollbackStackResponse rollback(Call call, RollbackStackRequest request) {
        String name = needed(request.stackName(), "stackName");
        return RollbackStackResponse.builder()
                .stackId(stacks.rollback(name, text(request.clientRequestToken()), call.accessKeyId())
                        .id())
                .build();
    }

    SetStackPolicyResponse setPolicy(Call call, SetStackPolicyRequest request) {
        if (request.stackPolicyURL() != null) {
            throw CloudFormationError.VALIDATION.because("Hearth takes a stack policy as StackPolicyBody only.");
        }
        stacks.setPolicy(needed(request.stackName(), "stackName"), text(request.stackPolicyBody()));
        return SetStackPolicyResponse.builder().build();
    }

    GetStackPolicyResponse policy(Call call, GetStackPolicyRequest request) {
        return GetStackPolicyResponse.builder()
                .stackPolicyBody(Views.some(
                        stacks.stack(needed(request.stackName(), "stackName")).policy()))
                .build();
    }

    UpdateTerminationProtectionResponse protect(Call call, UpdateTerminationProtectionRequest request) {
        String name = needed(request.stackName(), "stackName");
        return UpdateTerminationProtectionResponse.builder()
                .stackId(stacks.protect(name, Boolean.TRUE.equals(request.enableTerminationProtection()))
                        .id())
                .build();
    }

    SignalResourceResponse signal(Call call, SignalResourceRequest request) {
        stacks.signal(
                needed(request.stackName(), "stackName"),
                needed(request.logicalResourceId(), "logicalResourceId"),
                needed(request.uniqueId(), "uniqueId"),
                "SUCCESS".equals(request.statusAsString()));
        return SignalResourceResponse.builder().build();
    }
}
