package dev.hearth.neighbours.resources;

import static dev.hearth.neighbours.resources.RestApiTypes.API;
import static dev.hearth.neighbours.resources.RestApiTypes.REST;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::ApiGateway::Method}: a method, its integration, and what both may answer. */
final class RestMethod implements ResourceType {

    @Override
    public String name() {
        return "AWS::ApiGateway::Method";
    }

    @Override
    public Set<String> replacing() {
        return Set.of(API, "ResourceId", "HttpMethod");
    }

    private static Map<String, Object> key(Wish wish) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("restApiId", wish.need(API));
        key.put("resourceId", wish.need("ResourceId"));
        key.put("httpMethod", wish.need("HttpMethod"));
        return key;
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String id = wish.need(API) + "|" + wish.need("ResourceId") + "|" + wish.need("HttpMethod");
        Map<String, Object> method = Properties.without(wish, "Integration", "MethodResponses");
        method.putIfAbsent("AuthorizationType", "NONE");
        try {
            calls.call(REST, "PutMethod", method);
        } catch (FaultException refused) {
            if (!wish.again() || !AwsCalls.isThere(refused)) {
                throw refused;
            }
        }
        told.accept(id);
        for (Object each : Tree.list(wish.properties().get("MethodResponses"))) {
            Map<String, Object> response = key(wish);
            response.putAll(Tree.map(each));
            calls.call(REST, "PutMethodResponse", response);
        }
        integration(wish, calls);
        return Made.of(id);
    }

    private static void integration(Wish wish, AwsCalls calls) {
        Map<String, Object> integration = Tree.map(wish.properties(), "Integration");
        if (integration.isEmpty()) {
            return;
        }
        Map<String, Object> input = key(wish);
        integration.forEach((name, value) -> {
            if (!name.equals("IntegrationResponses")) {
                input.put(name.equals("IntegrationHttpMethod") ? "integrationHttpMethod" : name, value);
            }
        });
        calls.call(REST, "PutIntegration", input);
        for (Object each : Tree.list(integration.get("IntegrationResponses"))) {
            Map<String, Object> response = key(wish);
            response.putAll(Tree.map(each));
            calls.call(REST, "PutIntegrationResponse", response);
        }
    }

    /** Put anew: a method is only what its resource says. */
    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        delete(physicalId, before, calls);
        return create(now, calls, nobody -> {});
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Properties.gone(() -> calls.call(REST, "DeleteMethod", key(wish)));
    }
}
