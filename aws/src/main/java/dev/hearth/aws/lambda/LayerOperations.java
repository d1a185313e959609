package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.LayerVersion;
import dev.hearth.services.registry.Layers;
import dev.hearth.services.registry.PolicyDocument;
import dev.hearth.services.registry.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsRequest;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsResponse;
import software.amazon.awssdk.services.lambda.model.ListLayersRequest;
import software.amazon.awssdk.services.lambda.model.ListLayersResponse;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionResponse;

/** The operations on layers. */
final class LayerOperations {

    private final Registry registry;
    private final CodeLinks links;
    private final ObjectCode objects;

    LayerOperations(Registry registry, CodeLinks links, ObjectCode objects) {
        this.registry = registry;
        this.links = links;
        this.objects = objects;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("PublishLayerVersion", PublishLayerVersionRequest::builder, this::publish),
                new Operation<>("GetLayerVersion", GetLayerVersionRequest::builder, this::get),
                new Operation<>("GetLayerVersionByArn", GetLayerVersionByArnRequest::builder, this::byArn),
                new Operation<>("ListLayers", ListLayersRequest::builder, this::list),
                new Operation<>("ListLayerVersions", ListLayerVersionsRequest::builder, this::versions),
                new Operation<>("DeleteLayerVersion", DeleteLayerVersionRequest::builder, this::delete),
                new Operation<>(
                        "AddLayerVersionPermission", AddLayerVersionPermissionRequest::builder, this::addPermission),
                new Operation<>(
                        "RemoveLayerVersionPermission",
                        RemoveLayerVersionPermissionRequest::builder,
                        this::removePermission),
                new Operation<>("GetLayerVersionPolicy", GetLayerVersionPolicyRequest::builder, this::policy));
    }

    private PublishLayerVersionResponse publish(Call call, PublishLayerVersionRequest request) {
        LayerVersion layer = layers().publish(Wishes.layer(objects.filled(request)));
        return Views.filled(PublishLayerVersionResponse.builder(), whole(layer)).build();
    }

    private GetLayerVersionResponse get(Call call, GetLayerVersionRequest request) {
        return whole(layers().get(request.layerName(), number(request.versionNumber())));
    }

    private GetLayerVersionByArnResponse byArn(Call call, GetLayerVersionByArnRequest request) {
        return Views.filled(GetLayerVersionByArnResponse.builder(), whole(layers().get(request.arn())))
                .build();
    }

    private ListLayersResponse list(Call call, ListLayersRequest request) {
        Layers.Page page = layers().list(
                        new Layers.Filter(
                                request.compatibleRuntimeAsString(), request.compatibleArchitectureAsString()),
                        request.marker(),
                        request.maxItems());
        return ListLayersResponse.builder()
                .layers(page.layers().stream().map(this::newest).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private LayersListItem newest(LayerVersion layer) {
        return LayersListItem.builder()
                .layerName(layer.name())
                .layerArn(layers().arn(layer.name()))
                .latestMatchingVersion(summary(layer))
                .build();
    }

    private ListLayerVersionsResponse versions(Call call, ListLayerVersionsRequest request) {
        Layers.Page page = layers().versions(
                        request.layerName(),
                        new Layers.Filter(
                                request.compatibleRuntimeAsString(), request.compatibleArchitectureAsString()),
                        request.marker(),
                        request.maxItems());
        return ListLayerVersionsResponse.builder()
                .layerVersions(page.layers().stream().map(this::summary).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private DeleteLayerVersionResponse delete(Call call, DeleteLayerVersionRequest request) {
        layers().delete(request.layerName(), number(request.versionNumber()));
        return DeleteLayerVersionResponse.builder().build();
    }

    private AddLayerVersionPermissionResponse addPermission(Call call, AddLayerVersionPermissionRequest request) {
        PolicyDocument policy = layers().addPermission(new Layers.AddPermission(
                request.layerName(),
                number(request.versionNumber()),
                request.statementId(),
                request.action(),
                request.principal(),
                request.organizationId(),
                request.revisionId()));
        return AddLayerVersionPermissionResponse.builder()
                .statement(PolicyJson.statement(policy.statements().getLast()))
                .revisionId(policy.revisionId())
                .build();
    }

    private RemoveLayerVersionPermissionResponse removePermission(
            Call call, RemoveLayerVersionPermissionRequest request) {
        layers().removePermission(
                        request.layerName(),
                        number(request.versionNumber()),
                        request.statementId(),
                        request.revisionId());
        return RemoveLayerVersionPermissionResponse.builder().build();
    }

    private GetLayerVersionPolicyResponse policy(Call call, GetLayerVersionPolicyRequest request) {
        PolicyDocument policy = layers().policy(request.layerName(), number(request.versionNumber()));
        return GetLayerVersionPolicyResponse.builder()
                .policy(PolicyJson.policy(policy))
                .revisionId(policy.revisionId())
                .build();
    }

    private GetLayerVersionResponse whole(LayerVersion layer) {
        return Views.filled(GetLayerVersionResponse.builder(), summary(layer))
                .layerArn(layers().arn(layer.name()))
                .content(content -> content.location(links.location(layer.code().digest()))
                        .codeSha256(Views.base64(layer.code().digest()))
                        .codeSize(layer.code().size()))
                .build();
    }

    private LayerVersionsListItem summary(LayerVersion layer) {
        LayerVersionsListItem.Builder view = LayerVersionsListItem.builder()
                .layerVersionArn(layers().arn(layer.name()) + ":" + layer.version())
                .version(layer.version())
                .description(layer.description())
                .createdDate(Views.time(layer.created()));
        if (!layer.licenseInfo().isEmpty()) {
            view.licenseInfo(layer.licenseInfo());
        }
        if (!layer.runtimes().isEmpty()) {
            view.compatibleRuntimesWithStrings(layer.runtimes());
        }
        if (!layer.architectures().isEmpty()) {
            view.compatibleArchitecturesWithStrings(layer.architectures());
        }
        return view.build();
    }

    private Layers layers() {
        return registry.layers();
    }

    private static long number(@Nullable Long version) {
        return version == null ? 0 : version;
    }
}
