package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.registry.FunctionOptions;
import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigResponse;

/** The operations on asynchronous invocation, runtime updates and recursion. */
final class OptionOperations {

    private final Registry registry;

    OptionOperations(Registry registry) {
        this.registry = registry;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>(
                        "PutFunctionEventInvokeConfig", PutFunctionEventInvokeConfigRequest::builder, this::putEvents),
                new Operation<>(
                        "UpdateFunctionEventInvokeConfig",
                        UpdateFunctionEventInvokeConfigRequest::builder,
                        this::updateEvents),
                new Operation<>(
                        "GetFunctionEventInvokeConfig", GetFunctionEventInvokeConfigRequest::builder, this::events),
                new Operation<>(
                        "DeleteFunctionEventInvokeConfig",
                        DeleteFunctionEventInvokeConfigRequest::builder,
                        this::deleteEvents),
                new Operation<>(
                        "ListFunctionEventInvokeConfigs",
                        ListFunctionEventInvokeConfigsRequest::builder,
                        this::listEvents),
                new Operation<>(
                        "GetRuntimeManagementConfig", GetRuntimeManagementConfigRequest::builder, this::runtime),
                new Operation<>(
                        "PutRuntimeManagementConfig", PutRuntimeManagementConfigRequest::builder, this::putRuntime),
                new Operation<>(
                        "GetFunctionRecursionConfig", GetFunctionRecursionConfigRequest::builder, this::recursion),
                new Operation<>(
                        "PutFunctionRecursionConfig", PutFunctionRecursionConfigRequest::builder, this::putRecursion));
    }

    private PutFunctionEventInvokeConfigResponse putEvents(Call call, PutFunctionEventInvokeConfigRequest request) {
        FunctionPart.EventInvoke put = registry.options()
                .putEventInvoke(new FunctionOptions.EventInvokeWish(
                        request.functionName(),
                        request.qualifier(),
                        request.maximumRetryAttempts(),
                        request.maximumEventAgeInSeconds(),
                        destinations(request.destinationConfig())));
        return Views.filled(PutFunctionEventInvokeConfigResponse.builder(), view(put))
                .build();
    }

    private UpdateFunctionEventInvokeConfigResponse updateEvents(
            Call call, UpdateFunctionEventInvokeConfigRequest request) {
        FunctionPart.EventInvoke updated = registry.options()
                .updateEventInvoke(new FunctionOptions.EventInvokeWish(
                        request.functionName(),
                        request.qualifier(),
                        request.maximumRetryAttempts(),
                        request.maximumEventAgeInSeconds(),
                        destinations(request.destinationConfig())));
        return Views.filled(UpdateFunctionEventInvokeConfigResponse.builder(), view(updated))
                .build();
    }

    private GetFunctionEventInvokeConfigResponse events(Call call, GetFunctionEventInvokeConfigRequest request) {
        FunctionPart.EventInvoke found = registry.options().eventInvoke(request.functionName(), request.qualifier());
        return Views.filled(GetFunctionEventInvokeConfigResponse.builder(), view(found))
                .build();
    }

    private DeleteFunctionEventInvokeConfigResponse deleteEvents(
            Call call, DeleteFunctionEventInvokeConfigRequest request) {
        registry.options().deleteEventInvoke(request.functionName(), request.qualifier());
        return DeleteFunctionEventInvokeConfigResponse.builder().build();
    }

    private ListFunctionEventInvokeConfigsResponse listEvents(
            Call call, ListFunctionEventInvokeConfigsRequest request) {
        FunctionOptions.EventInvokePage page =
                registry.options().eventInvokes(request.functionName(), request.marker(), request.maxItems());
        return ListFunctionEventInvokeConfigsResponse.builder()
                .functionEventInvokeConfigs(
                        page.items().stream().map(this::view).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private FunctionEventInvokeConfig view(FunctionPart.EventInvoke event) {
        return FunctionEventInvokeConfig.builder()
                .lastModified(event.lastModified())
                .functionArn(registry.arn(event.function()) + ":" + event.qualifier())
                .maximumRetryAttempts(event.maximumRetryAttempts())
                .maximumEventAgeInSeconds(event.maximumEventAgeSeconds())
                .destinationConfig(to -> to.onSuccess(success -> success.destination(orNull(event.onSuccess())))
                        .onFailure(failure -> failure.destination(orNull(event.onFailure()))))
                .build();
    }

    private static FunctionOptions.@Nullable Destinations destinations(@Nullable DestinationConfig to) {
        return to == null
                ? null
                : new FunctionOptions.Destinations(
                        to.onSuccess() == null ? null : to.onSuccess().destination(),
                        to.onFailure() == null ? null : to.onFailure().destination());
    }

    private GetRuntimeManagementConfigResponse runtime(Call call, GetRuntimeManagementConfigRequest request) {
        FunctionPart.RuntimeManagement runtime =
                registry.options().runtimeManagement(request.functionName(), request.qualifier());
        return GetRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(runtime.updateRuntimeOn())
                .functionArn(arn(runtime))
                .runtimeVersionArn(orNull(runtime.runtimeVersionArn()))
                .build();
    }

    private PutRuntimeManagementConfigResponse putRuntime(Call call, PutRuntimeManagementConfigRequest request) {
        FunctionPart.RuntimeManagement runtime = registry.options()
                .putRuntimeManagement(
                        request.functionName(),
                        request.qualifier(),
                        request.updateRuntimeOnAsString(),
                        request.runtimeVersionArn());
        return PutRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(runtime.updateRuntimeOn())
                .functionArn(arn(runtime))
                .runtimeVersionArn(orNull(runtime.runtimeVersionArn()))
                .build();
    }

    private String arn(FunctionPart.RuntimeManagement runtime) {
        return registry.arn(runtime.function()) + ":" + runtime.qualifier();
    }

    private GetFunctionRecursionConfigResponse recursion(Call call, GetFunctionRecursionConfigRequest request) {
        return GetFunctionRecursionConfigResponse.builder()
                .recursiveLoop(
                        registry.options().recursion(request.functionName()).recursiveLoop())
                .build();
    }

    private PutFunctionRecursionConfigResponse putRecursion(Call call, PutFunctionRecursionConfigRequest request) {
        return PutFunctionRecursionConfigResponse.builder()
                .recursiveLoop(registry.options()
                        .putRecursion(request.functionName(), request.recursiveLoopAsString())
                        .recursiveLoop())
                .build();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
