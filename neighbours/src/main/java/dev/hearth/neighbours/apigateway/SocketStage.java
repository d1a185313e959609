package dev.hearth.neighbours.apigateway;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A stage of a WebSocket API, ready to answer.
 *
 * @param stage its name and variables
 * @param routes by their keys
 * @param selection where in a message the route's key is
 * @param answering keys of routes whose results go back to the client
 */
record SocketStage(HttpStage stage, Map<String, HttpRoute> routes, String selection, Set<String> answering) {

    static SocketStage compile(Doc api, Doc stage, Doc configuration) {
        Set<String> answering = new HashSet<>();
        configuration.docs("routes").forEach(route -> {
            if (route.has("routeResponseSelectionExpression")) {
                answering.add(route.text("routeKey", ""));
            }
        });
        return new SocketStage(
                HttpCompiler.compile(api, stage, configuration),
                HttpCompiler.routes(stage, configuration),
                api.text("routeSelectionExpression", "$request.body.action"),
                answering);
    }
}
