package dev.hearth.aws.cloudformation;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListTypesRequest;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackRequest;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.SignalResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;

/** The list of what is built, and the API's errors. */
final class CloudFormationOperations implements AwsApi {

    private final StackOperations stacks;
    private final ReadOperations reads;
    private final ChangeSetOperations sets;
    private final TemplateOperations templates;

    CloudFormationOperations(CloudFormation stacks) {
        this.stacks = new StackOperations(stacks);
        this.reads = new ReadOperations(stacks);
        this.sets = new ChangeSetOperations(stacks);
        this.templates = new TemplateOperations(stacks);
    }

    @Override
    public String service() {
        return "cloudformation";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>(changing());
        all.addAll(List.of(
                built("DescribeStacks", DescribeStacksRequest::builder, reads::describe),
                built("ListStacks", ListStacksRequest::builder, reads::list),
                built("DescribeStackEvents", DescribeStackEventsRequest::builder, reads::events),
                built("DescribeStackResource", DescribeStackResourceRequest::builder, reads::resource),
                built("DescribeStackResources", DescribeStackResourcesRequest::builder, reads::resources),
                built("ListStackResources", ListStackResourcesRequest::builder, reads::listResources),
                built("ListExports", ListExportsRequest::builder, reads::exports),
                built("ListImports", ListImportsRequest::builder, reads::imports),
                built("ValidateTemplate", ValidateTemplateRequest::builder, templates::validate),
                built("GetTemplate", GetTemplateRequest::builder, templates::template),
                built("GetTemplateSummary", GetTemplateSummaryRequest::builder, templates::summary),
                built("ListTypes", ListTypesRequest::builder, templates::types),
                built("DescribeType", DescribeTypeRequest::builder, templates::type)));
        return all;
    }

    private List<Operation<?, ?>> changing() {
        return List.of(
                built("CreateStack", CreateStackRequest::builder, stacks::create),
                built("UpdateStack", UpdateStackRequest::builder, stacks::update),
                built("DeleteStack", DeleteStackRequest::builder, stacks::delete),
                built("CancelUpdateStack", CancelUpdateStackRequest::builder, stacks::cancel),
                built("ContinueUpdateRollback", ContinueUpdateRollbackRequest::builder, stacks::continueRollback),
                built("RollbackStack", RollbackStackRequest::builder, stacks::rollback),
                built("SetStackPolicy", SetStackPolicyRequest::builder, stacks::setPolicy),
                built("GetStackPolicy", GetStackPolicyRequest::builder, stacks::policy),
                built("SignalResource", SignalResourceRequest::builder, stacks::signal),
                built("UpdateTerminationProtection", UpdateTerminationProtectionRequest::builder, stacks::protect),
                built("CreateChangeSet", CreateChangeSetRequest::builder, sets::create),
                built("DescribeChangeSet", DescribeChangeSetRequest::builder, sets::describe),
                built("ExecuteChangeSet", ExecuteChangeSetRequest::builder, sets::execute),
                built("DeleteChangeSet", DeleteChangeSetRequest::builder, sets::delete),
                built("ListChangeSets", ListChangeSetsRequest::builder, sets::list));
    }

    @Override
    public AwsError error(Fault fault) {
        return CloudFormationErrors.of(fault);
    }
}
