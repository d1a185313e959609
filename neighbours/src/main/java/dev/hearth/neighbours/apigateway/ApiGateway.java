package dev.hearth.neighbours.apigateway;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** API Gateway of this account and region. */
public interface ApiGateway extends AutoCloseable {

    /**
     * The APIs that {@code store} keeps; nothing is read before it is asked for.
     *
     * @param endpoint makes a URL of an API's id, for example {@code http://ID.execute-api.us-east-1.localhost:4566}
     */
    static ApiGateway create(
            ApiStore store,
            Functions functions,
            HttpCaller caller,
            UnaryOperator<String> endpoint,
            Ports ports,
            AwsScope scope) {
        return new RoomApiGateway(store, functions, caller, endpoint, ports, scope);
    }

    /** The operations of REST APIs that are built ({@code apigateway}, 2015-07-09). */
    Set<String> restOperations();

    /**
     * One operation of REST APIs. May block. Refusals are {@link ApiError}s, thrown.
     *
     * @param input every member of the request by its name on the wire, wherever it stood
     */
    Doc rest(String operation, Doc input);

    /** The operations of HTTP and WebSocket APIs that are built ({@code apigatewayv2}, 2018-11-29). */
    Set<String> httpOperations();

    /** One operation of HTTP and WebSocket APIs, as {@link #rest}. */
    Doc http(String operation, Doc input);

    /** Answers a request to an API. Does not block; never completes exceptionally but for bugs. */
    CompletionStage<GatewayResponse> serve(GatewayRequest request);

    /** What becomes of a WebSocket handshake. Does not block; never completes exceptionally but for bugs. */
    CompletionStage<SocketSession.Opening> open(GatewayRequest handshake);

    /** Keeps what is only in memory, and ends. */
    @Override
    void close();
}
