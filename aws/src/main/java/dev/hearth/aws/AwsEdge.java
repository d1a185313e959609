package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.apigateway.ApiGateway;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.services.frontend.Frontend;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP server that speaks AWS. */
public interface AwsEdge {

    /**
     * An edge that listens nowhere yet. {@code vertx} stays the caller's to close, after the edge.
     */
    static AwsEdge create(
            Vertx vertx,
            EdgeOptions options,
            AccessKeys keys,
            DecisionPoint decisions,
            List<AwsApi> apis,
            Frontend frontend,
            Ports ports,
            AwsScope scope,
            List<PlainRoute> plainRoutes,
            UrlDirectory urls) {
        Supplier<ApiGateway> none = () -> {
            throw new IllegalStateException("This edge has no API Gateway");
        };
        return create(vertx, options, keys, decisions, apis, frontend, ports, scope, plainRoutes, urls, none, null);
    }

    /**
     * The same with the APIs of {@code gateway}, which is asked for when the first request to one comes.
     *
     * @param streamed the API whose bodies are streams; null for none
     */
    static AwsEdge create(
            Vertx vertx,
            EdgeOptions options,
            AccessKeys keys,
            DecisionPoint decisions,
            List<AwsApi> apis,
            Frontend frontend,
            Ports ports,
            AwsScope scope,
            List<PlainRoute> plainRoutes,
            UrlDirectory urls,
            Supplier<ApiGateway> gateway,
            @Nullable StreamApi streamed) {
        return new EdgeServer(
                vertx,
                EdgeParts.of(
                        options,
                        keys,
                        decisions,
                        apis,
                        frontend,
                        ports,
                        scope,
                        List.copyOf(plainRoutes),
                        urls,
                        gateway,
                        streamed));
    }

    /**
     * Starts to serve; gives the port, which is chosen by the system when {@code port} is 0. Fails when it cannot
     * bind.
     */
    CompletionStage<Integer> listen(String host, int port);

    /** Stops to serve: open connections are closed. */
    CompletionStage<Void> close();
}
