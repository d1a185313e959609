package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.frontend.Concurrency;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;

/** The operations on what concurrency is configured for functions. */
final class ConcurrencyOperations {

    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx").withZone(ZoneOffset.UTC);

    private final Concurrency concurrency;

    ConcurrencyOperations(Concurrency concurrency) {
        this.concurrency = concurrency;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("PutFunctionConcurrency", PutFunctionConcurrencyRequest::builder, this::putReserved),
                new Operation<>("GetFunctionConcurrency", GetFunctionConcurrencyRequest::builder, this::reserved),
                new Operation<>(
                        "DeleteFunctionConcurrency", DeleteFunctionConcurrencyRequest::builder, this::deleteReserved),
                new Operation<>(
                        "PutProvisionedConcurrencyConfig",
                        PutProvisionedConcurrencyConfigRequest::builder,
                        this::putProvisioned),
                new Operation<>(
                        "GetProvisionedConcurrencyConfig",
                        GetProvisionedConcurrencyConfigRequest::builder,
                        this::provisioned),
                new Operation<>(
                        "ListProvisionedConcurrencyConfigs",
                        ListProvisionedConcurrencyConfigsRequest::builder,
                        this::listProvisioned),
                new Operation<>(
                        "DeleteProvisionedConcurrencyConfig",
                        DeleteProvisionedConcurrencyConfigRequest::builder,
                        this::deleteProvisioned));
    }

    private PutFunctionConcurrencyResponse putReserved(Call call, PutFunctionConcurrencyRequest request) {
        int units = concurrency.putReserved(request.functionName(), request.reservedConcurrentExecutions());
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(units)
                .build();
    }

    private GetFunctionConcurrencyResponse reserved(Call call, GetFunctionConcurrencyRequest request) {
        OptionalInt units = concurrency.reserved("lambda:GetFunctionConcurrency", request.functionName());
        GetFunctionConcurrencyResponse.Builder response = GetFunctionConcurrencyResponse.builder();
        units.ifPresent(response::reservedConcurrentExecutions);
        return response.build();
    }

    private DeleteFunctionConcurrencyResponse deleteReserved(Call call, DeleteFunctionConcurrencyRequest request) {
        concurrency.deleteReserved(request.functionName());
        return DeleteFunctionConcurrencyResponse.builder().build();
    }

    private PutProvisionedConcurrencyConfigResponse putProvisioned(
            Call call, PutProvisionedConcurrencyConfigRequest request) {
        Concurrency.Provisioned put = concurrency.putProvisioned(
                request.functionName(), request.qualifier(), request.provisionedConcurrentExecutions());
        return PutProvisionedConcurrencyConfigResponse.builder()
                .requestedProvisionedConcurrentExecutions(put.status().requested())
                .availableProvisionedConcurrentExecutions(put.status().available())
                .allocatedProvisionedConcurrentExecutions(put.status().available())
                .status(put.status().state().name())
                .statusReason(reason(put))
                .lastModified(lastModified(put))
                .build();
    }

    private GetProvisionedConcurrencyConfigResponse provisioned(
            Call call, GetProvisionedConcurrencyConfigRequest request) {
        Concurrency.Provisioned found = concurrency.provisioned(request.functionName(), request.qualifier());
        return GetProvisionedConcurrencyConfigResponse.builder()
                .requestedProvisionedConcurrentExecutions(found.status().requested())
                .availableProvisionedConcurrentExecutions(found.status().available())
                .allocatedProvisionedConcurrentExecutions(found.status().available())
                .status(found.status().state().name())
                .statusReason(reason(found))
                .lastModified(lastModified(found))
                .build();
    }

    private ListProvisionedConcurrencyConfigsResponse listProvisioned(
            Call call, ListProvisionedConcurrencyConfigsRequest request) {
        Concurrency.Page page =
                concurrency.listProvisioned(request.functionName(), request.marker(), request.maxItems());
        return ListProvisionedConcurrencyConfigsResponse.builder()
                .provisionedConcurrencyConfigs(
                        page.items().stream().map(ConcurrencyOperations::item).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private static ProvisionedConcurrencyConfigListItem item(Concurrency.Provisioned one) {
        return ProvisionedConcurrencyConfigListItem.builder()
                .functionArn(one.functionArn())
                .requestedProvisionedConcurrentExecutions(one.status().requested())
                .availableProvisionedConcurrentExecutions(one.status().available())
                .allocatedProvisionedConcurrentExecutions(one.status().available())
                .status(one.status().state().name())
                .statusReason(reason(one))
                .lastModified(lastModified(one))
                .build();
    }

    private static @Nullable String reason(Concurrency.Provisioned one) {
        return one.status().reason().isEmpty() ? null : one.status().reason();
    }

    private static String lastModified(Concurrency.Provisioned one) {
        return LAST_MODIFIED.format(one.lastModified());
    }

    private DeleteProvisionedConcurrencyConfigResponse deleteProvisioned(
            Call call, DeleteProvisionedConcurrencyConfigRequest request) {
        concurrency.deleteProvisioned(request.functionName(), request.qualifier());
        return DeleteProvisionedConcurrencyConfigResponse.builder().build();
    }
}
