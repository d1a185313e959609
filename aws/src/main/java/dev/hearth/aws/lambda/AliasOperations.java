package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.Aliases;
import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.Registry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** The operations on aliases. */
final class AliasOperations {

    private final Registry registry;

    AliasOperations(Registry registry) {
        this.registry = registry;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("CreateAlias", CreateAliasRequest::builder, this::create),
                new Operation<>("GetAlias", GetAliasRequest::builder, this::get),
                new Operation<>("UpdateAlias", UpdateAliasRequest::builder, this::update),
                new Operation<>("DeleteAlias", DeleteAliasRequest::builder, this::delete),
                new Operation<>("ListAliases", ListAliasesRequest::builder, this::list));
    }

    private CreateAliasResponse create(Call call, CreateAliasRequest request) {
        FunctionPart.Alias alias = registry.aliases()
                .create(new Aliases.Wish(
                        request.functionName(),
                        request.name(),
                        request.functionVersion(),
                        request.description(),
                        weights(request.routingConfig()),
                        null));
        return Views.filled(CreateAliasResponse.builder(), view(alias)).build();
    }

    private GetAliasResponse get(Call call, GetAliasRequest request) {
        FunctionPart.Alias alias = registry.aliases().get(request.functionName(), request.name());
        return Views.filled(GetAliasResponse.builder(), view(alias)).build();
    }

    private UpdateAliasResponse update(Call call, UpdateAliasRequest request) {
        FunctionPart.Alias alias = registry.aliases()
                .update(new Aliases.Wish(
                        request.functionName(),
                        request.name(),
                        request.functionVersion(),
                        request.description(),
                        weights(request.routingConfig()),
                        request.revisionId()));
        return Views.filled(UpdateAliasResponse.builder(), view(alias)).build();
    }

    private DeleteAliasResponse delete(Call call, DeleteAliasRequest request) {
        registry.aliases().delete(request.functionName(), request.name());
        return DeleteAliasResponse.builder().build();
    }

    private ListAliasesResponse list(Call call, ListAliasesRequest request) {
        Aliases.Page page = registry.aliases()
                .list(request.functionName(), request.functionVersion(), request.marker(), request.maxItems());
        return ListAliasesResponse.builder()
                .aliases(page.aliases().stream().map(this::view).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private AliasConfiguration view(FunctionPart.Alias alias) {
        AliasConfiguration.Builder view = AliasConfiguration.builder()
                .aliasArn(registry.arn(alias.function()) + ":" + alias.name())
                .name(alias.name())
                .functionVersion(alias.version())
                .description(alias.description())
                .revisionId(alias.revisionId());
        if (!alias.weights().isEmpty()) {
            view.routingConfig(routing -> routing.additionalVersionWeights(alias.weights()));
        }
        return view.build();
    }

    private static @Nullable Map<String, Double> weights(@Nullable AliasRoutingConfiguration routing) {
        if (routing == null) {
            return null;
        }
        return routing.hasAdditionalVersionWeights()
                ? Wishes.whole("routingConfig.additionalVersionWeights", routing.additionalVersionWeights())
                : Map.of();
    }
}
