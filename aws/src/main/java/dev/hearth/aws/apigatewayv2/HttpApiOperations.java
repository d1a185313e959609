package dev.hearth.aws.apigatewayv2;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.GatewayErrors;
import dev.hearth.aws.NamedOperations;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.apigateway.ApiGateway;
import java.util.ArrayList;
import java.util.List;

/** The list of what is built, and the API's errors. */
record HttpApiOperations(ApiGateway gateway) implements AwsApi {

    private static final String MODEL = "software.amazon.awssdk.services.apigatewayv2.model";

    @Override
    public String service() {
        return "apigatewayv2";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> operations = new ArrayList<>();
        gateway.httpOperations()
                .forEach(name -> operations.add(NamedOperations.of(MODEL, name, in -> gateway.http(name, in))));
        return operations;
    }

    @Override
    public AwsError error(Fault fault) {
        return GatewayErrors.of(fault);
    }
}
