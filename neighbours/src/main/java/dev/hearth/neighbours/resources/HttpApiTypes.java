package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of API Gateway's second version. */
final class HttpApiTypes {

    private static final String V2 = "apigatewayv2";
    private static final String API = "ApiId";
    private static final String STORED = "BodyS3Location";

    /** How a definition is taken. */
    private static final Set<String> IMPORT = Set.of("FailOnWarnings", "BasePath");

    private HttpApiTypes() {}

    static List<ResourceType> all() {
        return List.of(
                api(),
                part("Route", "RouteId", "Routes"),
                part("Integration", "IntegrationId", "Integrations"),
                part("Authorizer", "AuthorizerId", "Authorizers"),
                part("Model", "ModelId", "Models"),
                part("Deployment", "DeploymentId", ""),
                answer("IntegrationResponse", "IntegrationId"),
                answer("RouteResponse", "RouteId"),
                stage(),
                domain(),
                mapping());
    }

    private static ResourceType api() {
        return Declared.of("AWS::ApiGatewayV2::Api", V2)
                .create("CreateApi", HttpApiTypes::apiInput)
                .creates(wish -> wish.properties().containsKey("Body") ? "ImportApi" : "CreateApi")
                .id((wish, response) -> Properties.text(response, API))
                .find((wish, calls) -> tagged(wish, calls))
                .read("GetApi", (id, wish) -> Map.of(API, id))
                .attribute("ApiId", API)
                .attribute("ApiEndpoint", "ApiEndpoint")
                .replacing("ProtocolType")
                .after(HttpApiTypes::imported)
                .update("UpdateApi", (id, wish) -> {
                    Map<String, Object> input = apiInput(wish);
                    input.put(API, id);
                    input.remove("Tags");
                    input.remove("ProtocolType");
                    return input;
                })
                .updates(wish -> wish.properties().containsKey("Body") ? "ReimportApi" : "UpdateApi")
                .delete("DeleteApi", (id, wish) -> Map.of(API, id));
    }

    /** A definition that lies in S3: it replaces all that the API has, so what did not change is not taken again. */
    private static void imported(String id, @Nullable Wish before, Wish now, AwsCalls calls) {
        Object place = now.properties().get(STORED);
        boolean changed = before == null
                || Properties.changed(before, now, STORED)
                || IMPORT.stream().anyMatch(each -> Properties.changed(before, now, each));
        if (place != null && changed) {
            Map<String, Object> input = Properties.only(now, IMPORT);
            input.put(API, id);
            input.put("Body", new String(stored(place, calls), StandardCharsets.UTF_8));
            calls.call(V2, "ReimportApi", input);
        }
    }

    private static Map<String, Object> apiInput(Wish wish) {
        Object body = wish.properties().get("Body");
        if (body != null) {
            Map<String, Object> input = Properties.only(wish, IMPORT);
            input.put("Body", Tree.json(body));
            return input;
        }
        Map<String, Object> input = Properties.without(wish, "Tags", "CorsConfiguration", STORED);
        if (wish.properties().containsKey(STORED)) {
            input.keySet().removeAll(IMPORT);
            input.putIfAbsent("Name", wish.madeUp(64));
            input.putIfAbsent("ProtocolType", "HTTP");
        }
        if (wish.properties().containsKey("CorsConfiguration")) {
            input.put("CorsConfiguration", wish.properties().get("CorsConfiguration"));
        }
        input.put("Tags", wish.allTags());
        return Mark.tagged(input, wish);
    }

    private static @Nullable String tagged(Wish wish, AwsCalls calls) {
        for (Object each : Tree.list(calls.call(V2, "GetApis", Map.of()).get("Items"))) {
            Map<String, Object> api = Tree.map(each);
            if (Mark.isIn(Properties.member(api, "Tags"), wish)) {
                return Properties.text(api, API);
            }
        }
        return null;
    }

    /** A part of an API that gets an id of its own. */
    private static ResourceType part(String kind, String id, String plural) {
        return Declared.of("AWS::ApiGatewayV2::" + kind, V2)
                .create("Create" + kind, Wish::properties)
                .id((wish, response) -> Properties.text(response, id))
                .computed(id, (physicalId, wish) -> physicalId)
                .find((wish, calls) -> plural.isEmpty() ? null : same(wish, calls, "Get" + plural, id))
                .replacing(API)
                .update("Update" + kind, (physicalId, wish) -> Properties.with(wish.properties(), id, physicalId))
                .delete("Delete" + kind, (physicalId, wish) -> Map.of(API, wish.need(API), id, physicalId));
    }

    /** One that says what was asked for: what a lost attempt made. */
    private static @Nullable String same(Wish wish, AwsCalls calls, String list, String id) {
        String key = wish.properties().containsKey("RouteKey")
                ? "RouteKey"
                : wish.properties().containsKey("Name") ? "Name" : "IntegrationUri";
        for (Object each :
                Tree.list(calls.call(V2, list, Map.of(API, wish.need(API))).get("Items"))) {
            Map<String, Object> part = Tree.map(each);
            if (wish.text(key, "-").equals(Properties.text(part, key))) {
                return Properties.text(part, id);
            }
        }
        return null;
    }

    /** What a route or an integration answers: a part of it. */
    private static ResourceType answer(String kind, String of) {
        String id = kind + "Id";
        return Declared.of("AWS::ApiGatewayV2::" + kind, V2)
                .create("Create" + kind, Wish::properties)
                .id((wish, response) -> Properties.text(response, id))
                .computed(id, (physicalId, wish) -> physicalId)
                .replacing(API, of)
                .update("Update" + kind, (physicalId, wish) -> Properties.with(wish.properties(), id, physicalId))
                .delete(
                        "Delete" + kind,
                        (physicalId, wish) -> Map.of(API, wish.need(API), of, wish.need(of), id, physicalId));
    }

    private static ResourceType stage() {
        return Declared.of("AWS::ApiGatewayV2::Stage", V2)
                .create("CreateStage", wish -> {
                    Map<String, Object> input = Properties.without(wish, "Tags", "AccessPolicyId");
                    input.put("Tags", wish.allTags());
                    return input;
                })
                .id((wish, response) -> wish.need("StageName"))
                .replacing(API, "StageName")
                .update("UpdateStage", (id, wish) -> Properties.without(wish, "Tags", "AccessPolicyId"))
                .delete("DeleteStage", (id, wish) -> Map.of(API, wish.need(API), "StageName", id));
    }

    private static ResourceType domain() {
        return Declared.of("AWS::ApiGatewayV2::DomainName", V2)
                .create("CreateDomainName", Wish::properties)
                .id((wish, response) -> wish.need("DomainName"))
                .replacing("DomainName")
                .update("UpdateDomainName", (id, wish) -> Properties.without(wish, "Tags"))
                .delete("DeleteDomainName", (id, wish) -> Map.of("DomainName", id));
    }

    private static ResourceType mapping() {
        return Declared.of("AWS::ApiGatewayV2::ApiMapping", V2)
                .create("CreateApiMapping", Wish::properties)
                .id((wish, response) -> Properties.text(response, "ApiMappingId"))
                .computed("ApiMappingId", (id, wish) -> id)
                .replacing("DomainName")
                .update("UpdateApiMapping", (id, wish) -> Properties.with(wish.properties(), "ApiMappingId", id))
                .delete(
                        "DeleteApiMapping",
                        (id, wish) -> Map.of("DomainName", wish.need("DomainName"), "ApiMappingId", id));
    }

    /** The definition that lies at {@code place}, a bucket and a key. */
    static byte[] stored(@Nullable Object place, AwsCalls calls) {
        Map<String, Object> at = Tree.map(place);
        String path = "/" + Tree.text(at, "Bucket", "") + "/" + Tree.text(at, "Key", "");
        return Properties.text(calls.call(S3Bucket.S3, "GET", Map.of("Path", path)), "Body")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** JSON as bytes. */
    static byte[] bytes(Object tree) {
        return Tree.json(tree).getBytes(StandardCharsets.UTF_8);
    }
}
