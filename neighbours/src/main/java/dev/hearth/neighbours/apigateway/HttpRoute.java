package dev.hearth.neighbours.apigateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route of an HTTP API, as a stage answers it.
 *
 * @param key for example {@code GET /pets/{id}}
 * @param segments of its path; empty for {@code $default}
 * @param auth {@code NONE}, {@code AWS_IAM}, {@code JWT} or {@code CUSTOM}
 * @param scopes one of which a token must have
 * @param integration what answers it; null when the route has none
 * @param throttle its own, or its stage's
 * @param permit whether its function may be called
 */
record HttpRoute(
        String key,
        List<String> segments,
        String auth,
        @Nullable HttpAuthorizer authorizer,
        List<String> scopes,
        @Nullable HttpIntegration integration,
        Throttle throttle,
        Permit permit) {

    /** The path of its key; {@code $default} for that. */
    String path() {
        int space = key.indexOf(' ');
        return space < 0 ? key : key.substring(space + 1);
    }

    /** The routes at one path, by method. */
    static final class Methods {
        private final Map<String, HttpRoute> byMethod = new HashMap<>();

        void put(String method, HttpRoute route) {
            byMethod.put(method, route);
        }

        @Nullable
        HttpRoute of(String method) {
            HttpRoute route = byMethod.get(method);
            return route != null ? route : byMethod.get("ANY");
        }
    }
}
