package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.services.frontend.Concurrency;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

/** The operations on what concurrency is configured for functions. */
final class ConcurrencyOperations {

    private final Concurrency concurrency;

    ConcurrencyOperations(Concurrency concurrency) {
        this.concurrency = concurrency;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("PutFunctionConcurrency", PutFunctionConcurrencyRequest::builder, this::putReserved),
                new Operation<>("GetFunctionConcurrency", GetFunctionConcurrencyRequest::builder, this::reserved),
                new Operation<>(
                        "DeleteFunctionConcurrency", DeleteFunctionConcurrencyRequest::builder, this::deleteReserved));
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
}
