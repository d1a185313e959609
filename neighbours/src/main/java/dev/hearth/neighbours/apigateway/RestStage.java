package dev.hearth.neighbours.apigateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a REST API, ready to answer.
 *
 * @param deployment whose configuration it is
 * @param binary types whose bodies are bytes
 * @param keySource {@code HEADER} or {@code AUTHORIZER}
 * @param replies what the API itself answers, by the kind of error
 */
record RestStage(
        String api,
        String name,
        String deployment,
        Map<String, String> variables,
        PathTree<Resource> tree,
        List<String> binary,
        String keySource,
        Map<String, GatewayReply> replies) {

    /** A resource with its methods. */
    static final class Resource {
        private final Map<String, RestMethod> methods = new HashMap<>();

        void put(RestMethod method) {
            methods.put(method.httpMethod(), method);
        }

        @Nullable
        RestMethod of(String method) {
            RestMethod own = methods.get(method);
            return own != null ? own : methods.get("ANY");
        }
    }

    boolean isBinary(String contentType) {
        return !binary.isEmpty() && Text.names(binary, Text.mediaType(contentType));
    }
}
