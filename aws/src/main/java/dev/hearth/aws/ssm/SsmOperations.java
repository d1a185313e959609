package dev.hearth.aws.ssm;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.ssm.Ssm;
import dev.hearth.neighbours.ssm.SsmError;
import java.util.List;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;

/** The list of what is built, and the API's errors. */
final class SsmOperations implements AwsApi {

    private final ParameterOperations parameters;

    SsmOperations(Ssm ssm) {
        this.parameters = new ParameterOperations(ssm);
    }

    @Override
    public String service() {
        return "ssm";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("PutParameter", PutParameterRequest::builder, parameters::put),
                built("GetParameter", GetParameterRequest::builder, parameters::get),
                built("GetParameters", GetParametersRequest::builder, parameters::getAll),
                built("GetParametersByPath", GetParametersByPathRequest::builder, parameters::byPath),
                built("DescribeParameters", DescribeParametersRequest::builder, parameters::describe),
                built("GetParameterHistory", GetParameterHistoryRequest::builder, parameters::history),
                built("DeleteParameter", DeleteParameterRequest::builder, parameters::delete),
                built("DeleteParameters", DeleteParametersRequest::builder, parameters::deleteAll),
                built("LabelParameterVersion", LabelParameterVersionRequest::builder, parameters::label),
                built("UnlabelParameterVersion", UnlabelParameterVersionRequest::builder, parameters::unlabel),
                built("AddTagsToResource", AddTagsToResourceRequest::builder, parameters::tag),
                built("RemoveTagsFromResource", RemoveTagsFromResourceRequest::builder, parameters::untag),
                built("ListTagsForResource", ListTagsForResourceRequest::builder, parameters::tags));
    }

    /** All of SSM's own refusals are 400, whatever they are about. */
    @Override
    public AwsError error(Fault fault) {
        return switch (fault.kind().owner()) {
            case CALLER, FUNCTION ->
                new AwsError(
                        fault.detail().isEmpty() ? SsmError.VALIDATION.code() : fault.detail(),
                        400,
                        fault.message(),
                        "");
            case SANDBOX, PLATFORM -> new AwsError("InternalServerError", 500, fault.message(), "");
        };
    }
}
