package dev.hearth.aws.cloudformation;

import static dev.hearth.aws.cloudformation.Requests.needed;
import static dev.hearth.aws.cloudformation.Requests.text;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import dev.hearth.neighbours.cloudformation.CloudFormationError;
import dev.hearth.neighbours.cloudformation.StackSettings;
import dev.hearth.neighbours.cloudformation.TemplateSummary;
import dev.hearth.neighbours.templates.ParameterType;
import dev.hearth.neighbours.templates.Tree;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ListTypesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListTypesResponse;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.TemplateParameter;
import software.amazon.awssdk.services.cloudformation.model.TypeSummary;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/** The operations on templates, and on the types that they may name. */
final class TemplateOperations {

    private final CloudFormation stacks;

    TemplateOperations(CloudFormation stacks) {
        this.stacks = stacks;
    }

    ValidateTemplateResponse validate(Call call, ValidateTemplateRequest request) {
        if (request.templateBody() == null && request.templateURL() == null) {
            throw CloudFormationError.VALIDATION.because("Either Template URL or Template Body must be specified.");
        }
        TemplateSummary summary = stacks.summary(
                Requests.template(null, request.templateBody(), request.templateURL()), call.accessKeyId());
        return ValidateTemplateResponse.builder()
                .description(Views.some(summary.description()))
                .parameters(summary.parameters().values().stream()
                        .map(type -> TemplateParameter.builder()
                                .parameterKey(type.name())
                                .defaultValue(type.byDefault())
                                .noEcho(type.isSecret())
                                .description(Views.some(type.description()))
                                .build())
                        .toList())
                .capabilitiesWithStrings(summary.capabilities())
                .capabilitiesReason(Views.some(summary.reason()))
                .declaredTransforms(summary.transforms())
                .build();
    }

    GetTemplateSummaryResponse summary(Call call, GetTemplateSummaryRequest request) {
        TemplateSummary summary = stacks.summary(
                Requests.template(request.stackName(), request.templateBody(), request.templateURL()),
                call.accessKeyId());
        return GetTemplateSummaryResponse.builder()
                .description(Views.some(summary.description()))
                .parameters(summary.parameters().values().stream()
                        .map(TemplateOperations::declaration)
                        .toList())
                .capabilitiesWithStrings(summary.capabilities())
                .capabilitiesReason(Views.some(summary.reason()))
                .resourceTypes(summary.types())
                .declaredTransforms(summary.transforms())
                .metadata(Views.some(summary.metadata()))
                .version("2010-09-09")
                .build();
    }

    private static ParameterDeclaration declaration(ParameterType type) {
        List<String> allowed = Tree.texts(type.declared().get("AllowedValues"));
        return ParameterDeclaration.builder()
                .parameterKey(type.name())
                .defaultValue(type.byDefault())
                .parameterType(type.type())
                .noEcho(type.isSecret())
                .description(Views.some(type.description()))
                .parameterConstraints(constraints -> constraints.allowedValues(allowed))
                .build();
    }

    GetTemplateResponse template(Call call, GetTemplateRequest request) {
        StackSettings settings = request.changeSetName() != null
                ? stacks.changeSet(text(request.stackName()), request.changeSetName())
                        .wanted()
                : Views.settings(stacks.stack(needed(request.stackName(), "stackName")));
        boolean processed = "Processed".equals(request.templateStageAsString());
        return GetTemplateResponse.builder()
                .templateBody(processed ? settings.template() : settings.body())
                .stagesAvailableWithStrings("Original", "Processed")
                .build();
    }

    ListTypesResponse types(Call call, ListTypesRequest request) {
        return ListTypesResponse.builder()
                .typeSummaries(stacks.types().stream()
                        .map(name -> TypeSummary.builder()
                                .type("RESOURCE")
                                .typeName(name)
                                .typeArn(arn(call, name))
                                .build())
                        .toList())
                .build();
    }

    private static String arn(Call call, String name) {
        return "arn:aws:cloudformation:" + call.scope().region() + "::type/resource/" + name.replace("::", "-");
    }

    DescribeTypeResponse type(Call call, DescribeTypeRequest request) {
        String name = needed(request.typeName(), "typeName");
        if (!stacks.types().contains(name)) {
            throw CloudFormationError.TYPE_NOT_FOUND.because("The type '" + name + "' cannot be found.");
        }
        return DescribeTypeResponse.builder()
                .arn(arn(call, name))
                .type("RESOURCE")
                .typeName(name)
                .isDefaultVersion(true)
                .visibility("PUBLIC")
                .build();
    }
}
