package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The HTTP server that speaks AWS. */
public interface AwsEdge {

    /** An edge that listens nowhere yet. {@code vertx} stays the caller's to close, after the edge. */
    static AwsEdge create(
            Vertx vertx,
            EdgeOptions options,
            AccessKeys keys,
            List<AwsApi> apis,
            Frontend frontend,
            Ports ports,
            AwsScope scope,
            List<PlainRoute> plainRoutes,
            UrlDirectory urls) {
        return new EdgeServer(
                vertx, EdgeParts.of(options, keys, apis, frontend, ports, scope, List.copyOf(plainRoutes), urls));
    }

    /**
     * Starts to serve; gives the port, which is chosen by the system when {@code port} is 0. Fails when it cannot
     * bind.
     */
    CompletionStage<Integer> listen(String host, int port);

    /** Stops to serve: open connections are closed. */
    CompletionStage<Void> close();
}
