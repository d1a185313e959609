package dev.hearth.aws.ssm;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.ssm.ParameterFilter;
import dev.hearth.neighbours.ssm.ParameterVersion;
import dev.hearth.neighbours.ssm.PutParameter;
import dev.hearth.neighbours.ssm.Ssm;
import dev.hearth.neighbours.ssm.SsmError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/** The operations on parameters. */
final class ParameterOperations {

    private final Ssm ssm;

    ParameterOperations(Ssm ssm) {
        this.ssm = ssm;
    }

    private static boolean is(@Nullable Boolean given) {
        return Boolean.TRUE.equals(given);
    }

    PutParameterResponse put(Call call, PutParameterRequest request) {
        ParameterVersion kept = ssm.put(new PutParameter(
                Needed.member(request.name(), "name"),
                Needed.member(request.value(), "value"),
                request.typeAsString(),
                request.description(),
                request.allowedPattern(),
                request.keyId(),
                request.tierAsString(),
                request.dataType(),
                request.policies(),
                is(request.overwrite()),
                Needed.tags(request.tags()),
                call.caller().arn()));
        return PutParameterResponse.builder()
                .version(kept.version())
                .tier(kept.tier())
                .build();
    }

    GetParameterResponse get(Call call, GetParameterRequest request) {
        Ssm.Selected found = ssm.get(Needed.member(request.name(), "name"), is(request.withDecryption()));
        return GetParameterResponse.builder()
                .parameter(Views.parameter(ssm, found.version(), found.selector()))
                .build();
    }

    GetParametersResponse getAll(Call call, GetParametersRequest request) {
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : Needed.names(request.names())) {
            Ssm.Selected selected = ssm.find(name, is(request.withDecryption()));
            if (selected == null) {
                invalid.add(name);
            } else {
                found.add(Views.parameter(ssm, selected.version(), selected.selector()));
            }
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    GetParametersByPathResponse byPath(Call call, GetParametersByPathRequest request) {
        Ssm.SsmPage<ParameterVersion> page = ssm.byPath(
                Needed.member(request.path(), "path"),
                is(request.recursive()),
                Needed.filters(request.parameterFilters()),
                is(request.withDecryption()),
                request.maxResults(),
                request.nextToken());
        return GetParametersByPathResponse.builder()
                .parameters(page.items().stream()
                        .map(each -> Views.parameter(ssm, each, ""))
                        .toList())
                .nextToken(page.token())
                .build();
    }

    DescribeParametersResponse describe(Call call, DescribeParametersRequest request) {
        List<ParameterFilter> filters = new ArrayList<>(Needed.filters(request.parameterFilters()));
        // The older form of filters; only of names it means what they begin with.
        request.filters()
                .forEach(each -> filters.add(new ParameterFilter(
                        Needed.member(each.keyAsString(), "filters.key"),
                        "Name".equals(each.keyAsString()) ? "BeginsWith" : "Equals",
                        each.values())));
        Ssm.SsmPage<dev.hearth.neighbours.ssm.Parameter> page =
                ssm.describe(filters, request.maxResults(), request.nextToken());
        return DescribeParametersResponse.builder()
                .parameters(page.items().stream()
                        .map(each -> Views.metadata(ssm, each.latest()))
                        .toList())
                .nextToken(page.token())
                .build();
    }

    GetParameterHistoryResponse history(Call call, GetParameterHistoryRequest request) {
        Ssm.SsmPage<ParameterVersion> page = ssm.history(
                Needed.member(request.name(), "name"),
                is(request.withDecryption()),
                request.maxResults(),
                request.nextToken());
        return GetParameterHistoryResponse.builder()
                .parameters(page.items().stream().map(Views::history).toList())
                .nextToken(page.token())
                .build();
    }

    DeleteParameterResponse delete(Call call, DeleteParameterRequest request) {
        if (!ssm.delete(Needed.member(request.name(), "name"))) {
            throw SsmError.NOT_FOUND.because("");
        }
        return DeleteParameterResponse.builder().build();
    }

    DeleteParametersResponse deleteAll(Call call, DeleteParametersRequest request) {
        List<String> deleted = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        Needed.names(request.names()).forEach(name -> (ssm.delete(name) ? deleted : invalid).add(name));
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    LabelParameterVersionResponse label(Call call, LabelParameterVersionRequest request) {
        Ssm.Labelled done =
                ssm.label(Needed.member(request.name(), "name"), request.parameterVersion(), request.labels());
        return LabelParameterVersionResponse.builder()
                .invalidLabels(done.invalid())
                .parameterVersion(done.version())
                .build();
    }

    UnlabelParameterVersionResponse unlabel(Call call, UnlabelParameterVersionRequest request) {
        List<String> invalid = ssm.unlabel(
                Needed.member(request.name(), "name"),
                Needed.member(request.parameterVersion(), "parameterVersion"),
                request.labels());
        return UnlabelParameterVersionResponse.builder()
                .removedLabels(request.labels().stream()
                        .filter(each -> !invalid.contains(each))
                        .toList())
                .invalidLabels(invalid)
                .build();
    }

    private static String parameterId(@Nullable String type, @Nullable String id) {
        if (!"Parameter".equals(Needed.member(type, "resourceType"))) {
            throw SsmError.INVALID_RESOURCE_TYPE.because(
                    "Hearth has parameters only, nothing of the type " + type + ".");
        }
        return Needed.member(id, "resourceId");
    }

    AddTagsToResourceResponse tag(Call call, AddTagsToResourceRequest request) {
        ssm.tag(parameterId(request.resourceTypeAsString(), request.resourceId()), Needed.tags(request.tags()));
        return AddTagsToResourceResponse.builder().build();
    }

    RemoveTagsFromResourceResponse untag(Call call, RemoveTagsFromResourceRequest request) {
        ssm.untag(parameterId(request.resourceTypeAsString(), request.resourceId()), request.tagKeys());
        return RemoveTagsFromResourceResponse.builder().build();
    }

    ListTagsForResourceResponse tags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tagList(ssm.tags(parameterId(request.resourceTypeAsString(), request.resourceId())).entrySet().stream()
                        .map(each -> Tag.builder()
                                .key(each.getKey())
                                .value(each.getValue())
                                .build())
                        .toList())
                .build();
    }
}
