package dev.hearth.aws.apigateway;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.GatewayErrors;
import dev.hearth.aws.NamedOperations;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.apigateway.ApiGateway;
import java.util.ArrayList;
import java.util.List;

/** The list of what is built, and the API's errors. */
record RestApiOperations(ApiGateway gateway) implements AwsApi {

    private static final String MODEL = "software.amazon.awssdk.services.apigateway.model";

    @Override
    public String service() {
        return "apigateway";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> operations = new ArrayList<>();
        gateway.restOperations()
                .forEach(name -> operations.add(NamedOperations.of(MODEL, name, in -> gateway.rest(name, in))));
        return operations;
    }

    @Override
    public AwsError error(Fault fault) {
        return GatewayErrors.of(fault);
    }
}
