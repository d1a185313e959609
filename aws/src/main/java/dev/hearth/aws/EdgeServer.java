package dev.hearth.aws;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The {@link AwsEdge} as one {@link EdgeLoop} per event loop; they share the port. */
final class EdgeServer implements AwsEdge {

    private final Vertx vertx;
    private final EdgeParts parts;
    private final List<String> deployments = new ArrayList<>();

    EdgeServer(Vertx vertx, EdgeParts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    @Override
    public CompletionStage<Integer> listen(String host, int port) {
        EdgeLoop first = new EdgeLoop(parts, host, port);
        return deploy(first)
                .compose(done -> others(host, first.port()))
                .map(done -> first.port())
                .toCompletionStage();
    }

    private Future<?> others(String host, int port) {
        List<Future<?>> loops = new ArrayList<>();
        for (int i = 1; i < parts.options().eventLoops(); i++) {
            loops.add(deploy(new EdgeLoop(parts, host, port)));
        }
        return Future.all(loops);
    }

    private Future<String> deploy(EdgeLoop loop) {
        return vertx.deployVerticle(loop, new DeploymentOptions()).onSuccess(this::deployed);
    }

    private synchronized void deployed(String id) {
        deployments.add(id);
    }

    @Override
    public synchronized CompletionStage<Void> close() {
        List<Future<Void>> ends = new ArrayList<>();
        deployments.forEach(id -> ends.add(vertx.undeploy(id)));
        deployments.clear();
        return Future.join(ends).<Void>mapEmpty().toCompletionStage();
    }
}
