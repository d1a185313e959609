package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of an HTTP API, ready to answer.
 *
 * @param fallback the route {@code $default}, or null
 * @param cors or null
 */
record HttpStage(
        String api,
        String name,
        Map<String, String> variables,
        PathTree<HttpRoute.Methods> tree,
        @Nullable HttpRoute fallback,
        @Nullable Cors cors) {

    /** The stage that is at an API's root, and the route of whatever no other route takes. */
    static final String DEFAULT = "$default";

    boolean isDefault() {
        return name.equals(DEFAULT);
    }

    /** The most specific route for a method and path; null when there is none. */
    @Nullable
    HttpRoute route(String method, List<String> path) {
        HttpRoute.Methods methods = tree.find(path, here -> here.of(method) != null);
        HttpRoute route = methods == null ? null : methods.of(method);
        return route != null ? route : fallback;
    }
}
