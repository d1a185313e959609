package dev.hearth.aws;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The {@link AwsEdge} as one deployment of as many {@link EdgeLoop}s as there are event loops; they share the port. */
final class EdgeServer implements AwsEdge {

    /** What Vert.x calls "a free port, the same for the whole deployment"; 0 would be another one for each loop. */
    private static final int SHARED_FREE_PORT = -1;

    private final Vertx vertx;
    private final EdgeParts parts;
    private final AtomicReference<@Nullable String> deployment = new AtomicReference<>();

    EdgeServer(Vertx vertx, EdgeParts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    @Override
    public CompletionStage<Integer> listen(String host, int port) {
        AtomicReference<EdgeLoop> loop = new AtomicReference<>();
        DeploymentOptions instances =
                new DeploymentOptions().setInstances(parts.options().eventLoops());
        int wanted = port == 0 ? SHARED_FREE_PORT : port;
        return vertx.deployVerticle(
                        () -> {
                            EdgeLoop made = new EdgeLoop(parts, host, wanted);
                            loop.set(made);
                            return made;
                        },
                        instances)
                .onSuccess(deployment::set)
                .map(id -> loop.get().port())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> close() {
        String id = deployment.getAndSet(null);
        Future<Void> end = id == null ? Future.succeededFuture() : vertx.undeploy(id);
        return end.toCompletionStage();
    }
}
