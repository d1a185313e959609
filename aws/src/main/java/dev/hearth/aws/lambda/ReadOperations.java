package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;

/**
 * What tools read after CreateFunction about things that a function cannot have here yet: the answer is that it has
 * none.
 */
final class ReadOperations {

    private final Registry registry;

    ReadOperations(Registry registry) {
        this.registry = registry;
    }

    List<Operation<?, ?>> operations() {
        return List.of(new Operation<>(
                "GetFunctionCodeSigningConfig", GetFunctionCodeSigningConfigRequest::builder, this::codeSigning));
    }

    private FunctionRecord function(String action, String name, @Nullable String qualifier) {
        return registry.get("lambda:" + action, name, qualifier);
    }

    private GetFunctionCodeSigningConfigResponse codeSigning(Call call, GetFunctionCodeSigningConfigRequest request) {
        FunctionRecord function = function("GetFunctionCodeSigningConfig", request.functionName(), null);
        return GetFunctionCodeSigningConfigResponse.builder()
                .functionName(function.name())
                .build();
    }

    private static FaultException none(String message) {
        return new Fault(Fault.Kind.NOT_FOUND, message).asException();
    }
}
