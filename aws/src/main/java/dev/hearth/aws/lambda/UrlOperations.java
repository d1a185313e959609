package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.FunctionUrl;
import dev.hearth.services.registry.FunctionUrls;
import dev.hearth.services.registry.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigResponse;

/** The operations on function URLs. */
final class UrlOperations {

    private final Registry registry;
    private final UrlNames names;

    UrlOperations(Registry registry, UrlNames names) {
        this.registry = registry;
        this.names = names;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("CreateFunctionUrlConfig", CreateFunctionUrlConfigRequest::builder, this::create),
                new Operation<>("GetFunctionUrlConfig", GetFunctionUrlConfigRequest::builder, this::get),
                new Operation<>("UpdateFunctionUrlConfig", UpdateFunctionUrlConfigRequest::builder, this::update),
                new Operation<>("DeleteFunctionUrlConfig", DeleteFunctionUrlConfigRequest::builder, this::delete),
                new Operation<>("ListFunctionUrlConfigs", ListFunctionUrlConfigsRequest::builder, this::list));
    }

    private CreateFunctionUrlConfigResponse create(Call call, CreateFunctionUrlConfigRequest request) {
        FunctionUrl url = registry.urls()
                .create(new FunctionUrls.Wish(
                        request.functionName(),
                        request.qualifier(),
                        request.authTypeAsString(),
                        request.invokeModeAsString(),
                        cors(request.cors())));
        return Views.filled(CreateFunctionUrlConfigResponse.builder(), view(url))
                .build();
    }

    private GetFunctionUrlConfigResponse get(Call call, GetFunctionUrlConfigRequest request) {
        FunctionUrl url = registry.urls().get(request.functionName(), request.qualifier());
        return Views.filled(GetFunctionUrlConfigResponse.builder(), view(url)).build();
    }

    private UpdateFunctionUrlConfigResponse update(Call call, UpdateFunctionUrlConfigRequest request) {
        FunctionUrl url = registry.urls()
                .update(new FunctionUrls.Wish(
                        request.functionName(),
                        request.qualifier(),
                        request.authTypeAsString(),
                        request.invokeModeAsString(),
                        cors(request.cors())));
        return Views.filled(UpdateFunctionUrlConfigResponse.builder(), view(url))
                .build();
    }

    private DeleteFunctionUrlConfigResponse delete(Call call, DeleteFunctionUrlConfigRequest request) {
        registry.urls().delete(request.functionName(), request.qualifier());
        return DeleteFunctionUrlConfigResponse.builder().build();
    }

    private ListFunctionUrlConfigsResponse list(Call call, ListFunctionUrlConfigsRequest request) {
        FunctionUrls.Page page = registry.urls().list(request.functionName(), request.marker(), request.maxItems());
        return ListFunctionUrlConfigsResponse.builder()
                .functionUrlConfigs(page.urls().stream().map(this::view).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private FunctionUrlConfig view(FunctionUrl url) {
        FunctionUrlConfig.Builder view = FunctionUrlConfig.builder()
                .functionUrl(names.url(url.id()))
                .functionArn(registry.arn(url.function()) + (url.alias() == null ? "" : ":" + url.alias()))
                .authType(url.authType().name())
                .invokeMode(url.invokeMode().name())
                .creationTime(url.created().toString())
                .lastModifiedTime(url.modified().toString());
        if (url.cors() != null) {
            view.cors(view(url.cors()));
        }
        return view.build();
    }

    private static Cors view(FunctionUrl.Cors cors) {
        return Cors.builder()
                .allowCredentials(cors.allowCredentials())
                .allowHeaders(said(cors.allowHeaders()))
                .allowMethods(said(cors.allowMethods()))
                .allowOrigins(said(cors.allowOrigins()))
                .exposeHeaders(said(cors.exposeHeaders()))
                .maxAge(cors.maxAge())
                .build();
    }

    private static @Nullable List<String> said(List<String> list) {
        return list.isEmpty() ? null : list;
    }

    private static FunctionUrl.@Nullable Cors cors(@Nullable Cors cors) {
        return cors == null
                ? null
                : new FunctionUrl.Cors(
                        cors.allowCredentials(),
                        Wishes.whole("cors.allowHeaders", cors.allowHeaders()),
                        Wishes.whole("cors.allowMethods", cors.allowMethods()),
                        Wishes.whole("cors.allowOrigins", cors.allowOrigins()),
                        Wishes.whole("cors.exposeHeaders", cors.exposeHeaders()),
                        cors.maxAge());
    }
}
