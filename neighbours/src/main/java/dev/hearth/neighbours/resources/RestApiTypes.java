package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of API Gateway's first version, whose updates are lists of patches. */
final class RestApiTypes {

    static final String REST = "apigateway";
    static final String API = "RestApiId";

    private RestApiTypes() {}

    static List<ResourceType> all() {
        return List.of(
                api(),
                resource(),
                new RestMethod(),
                deployment(),
                stage(),
                new NothingType("AWS::ApiGateway::Account"),
                part("Model", "Name", "modelName"),
                part("Authorizer", "", "authorizerId"),
                part("RequestValidator", "", "requestValidatorId"),
                gatewayResponse(),
                alone("ApiKey", "apiKey"),
                alone("UsagePlan", "usagePlanId").before(RestApiTypes::withoutStages),
                planKey(),
                domain(),
                basePath());
    }

    private static ResourceType api() {
        return Declared.of("AWS::ApiGateway::RestApi", REST)
                .create("CreateRestApi", RestApiTypes::apiInput)
                .id((wish, response) -> Properties.text(response, "id"))
                .find(RestApiTypes::tagged)
                .after(RestApiTypes::body)
                .read("GetRestApi", (id, wish) -> Map.of("restApiId", id))
                .attribute("RootResourceId", "rootResourceId")
                .computed("RestApiId", (id, wish) -> id)
                .update(
                        "UpdateRestApi",
                        (id, wish) -> patches(
                                Map.of("restApiId", id), wish, Set.of("Name", "Description", "MinimumCompressionSize")))
                .delete("DeleteRestApi", (id, wish) -> Map.of("restApiId", id));
    }

    private static Map<String, Object> apiInput(Wish wish) {
        Map<String, Object> input = Properties.without(
                wish, "Body", "BodyS3Location", "FailOnWarnings", "Parameters", "Mode", "Tags", "ApiKeySourceType");
        if (wish.properties().containsKey("ApiKeySourceType")) {
            input.put("ApiKeySource", wish.need("ApiKeySourceType"));
        }
        Map<String, Object> info = Tree.map(Tree.map(wish.properties(), "Body"), "info");
        input.putIfAbsent("Name", Tree.text(info, "title", wish.madeUp(64)));
        input.put("Tags", wish.allTags());
        return Mark.tagged(input, wish);
    }

    /** The API's definition, where one is given: it replaces all that the API has. */
    private static void body(String id, @Nullable Wish before, Wish now, AwsCalls calls) {
        Object body = now.properties().get("Body");
        Object place = now.properties().get("BodyS3Location");
        boolean changed = before == null
                || Properties.changed(before, now, "Body")
                || Properties.changed(before, now, "BodyS3Location");
        if (changed && (body != null || place != null)) {
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("restApiId", id);
            input.put("mode", "overwrite");
            input.put("failOnWarnings", now.text("FailOnWarnings", "false"));
            input.put("body", body != null ? HttpApiTypes.bytes(body) : HttpApiTypes.stored(place, calls));
            if (now.properties().containsKey("Parameters")) {
                input.put("parameters", Tree.map(now.properties(), "Parameters"));
            }
            calls.call(REST, "PutRestApi", input);
        }
    }

    private static @Nullable String tagged(Wish wish, AwsCalls calls) {
        for (Object each :
                Tree.list(calls.call(REST, "GetRestApis", Map.of("limit", 500)).get("Items"))) {
            Map<String, Object> api = Tree.map(each);
            if (Mark.isIn(Properties.member(api, "tags"), wish)) {
                return Properties.text(api, "id");
            }
        }
        return null;
    }

    /** {@code key} and a patch for each of the simple {@code properties} that is there. */
    static Map<String, Object> patches(Map<String, Object> key, Wish wish, Set<String> properties) {
        List<Object> patches = new ArrayList<>();
        for (String property : properties.stream().sorted().toList()) {
            Object value = wish.properties().get(property);
            if (value != null) {
                String path = "/" + property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1);
                patches.add(Map.of("op", "replace", "path", path, "value", Tree.text(value)));
            }
        }
        Map<String, Object> input = new LinkedHashMap<>(key);
        input.put("patchOperations", patches);
        return input;
    }

    private static ResourceType resource() {
        return Declared.of("AWS::ApiGateway::Resource", REST)
                .create("CreateResource", Wish::properties)
                .id((wish, response) -> Properties.text(response, "id"))
                .computed("ResourceId", (id, wish) -> id)
                .find((wish, calls) -> {
                    Map<String, Object> input = Map.of("restApiId", wish.need(API), "limit", 500);
                    for (Object each :
                            Tree.list(calls.call(REST, "GetResources", input).get("Items"))) {
                        Map<String, Object> there = Tree.map(each);
                        if (Properties.text(there, "parentId").equals(wish.need("ParentId"))
                                && Properties.text(there, "pathPart").equals(wish.need("PathPart"))) {
                            return Properties.text(there, "id");
                        }
                    }
                    return null;
                })
                .delete("DeleteResource", (id, wish) -> Map.of("restApiId", wish.need(API), "resourceId", id));
    }

    private static ResourceType deployment() {
        return Declared.of("AWS::ApiGateway::Deployment", REST)
                .create(
                        "CreateDeployment",
                        wish -> Properties.without(wish, "DeploymentCanarySettings", "StageDescription"))
                .id((wish, response) -> Properties.text(response, "id"))
                .computed("DeploymentId", (id, wish) -> id)
                .replacing(API, "StageName", "DeploymentCanarySettings", "StageDescription")
                .update(
                        "UpdateDeployment",
                        (id, wish) -> patches(
                                Map.of("restApiId", wish.need(API), "deploymentId", id), wish, Set.of("Description")))
                .before(RestApiTypes::deleteOwnStage)
                .delete("DeleteDeployment", (id, wish) -> Map.of("restApiId", wish.need(API), "deploymentId", id));
    }

    /** A deployment with a stage's name made that stage, which goes with it while it still points to it. */
    private static void deleteOwnStage(String id, Wish wish, AwsCalls calls) {
        if (wish.properties().containsKey("StageName")) {
            Map<String, Object> stage = Map.of("restApiId", wish.need(API), "stageName", wish.need("StageName"));
            Properties.gone(() -> {
                if (Properties.text(calls.call(REST, "GetStage", stage), "deploymentId")
                        .equals(id)) {
                    calls.call(REST, "DeleteStage", stage);
                }
            });
        }
    }

    private static ResourceType stage() {
        return Declared.of("AWS::ApiGateway::Stage", REST)
                .create("CreateStage", wish -> {
                    Map<String, Object> input = Properties.without(
                            wish, "MethodSettings", "AccessLogSetting", "ClientCertificateId", "Tags");
                    input.put("StageName", wish.text("StageName", "default"));
                    input.put("Tags", wish.allTags());
                    return input;
                })
                .id((wish, response) -> wish.text("StageName", "default"))
                .replacing(API, "StageName")
                .update("UpdateStage", (id, wish) -> {
                    Map<String, Object> input = patches(
                            Map.of("restApiId", wish.need(API), "stageName", id),
                            wish,
                            Set.of("DeploymentId", "Description", "TracingEnabled"));
                    List<Object> all = new ArrayList<>(Tree.list(input.get("patchOperations")));
                    Tree.map(wish.properties(), "Variables")
                            .forEach((name, value) -> all.add(
                                    Map.of("op", "replace", "path", "/variables/" + name, "value", Tree.text(value))));
                    input.put("patchOperations", all);
                    return input;
                })
                .delete("DeleteStage", (id, wish) -> Map.of("restApiId", wish.need(API), "stageName", id));
    }

    /** A part of an API; {@code name} is the property that is its id, or empty where the API gives one. */
    private static ResourceType part(String kind, String name, String key) {
        return Declared.of("AWS::ApiGateway::" + kind, REST)
                .create("Create" + kind, wish -> {
                    Map<String, Object> input = Properties.without(wish, "AuthType");
                    if (!name.isEmpty()) {
                        input.putIfAbsent(name, wish.logicalId() + wish.suffix());
                        input.putIfAbsent("ContentType", "application/json");
                    }
                    return input;
                })
                .id((wish, response) -> Properties.text(response, name.isEmpty() ? "id" : "name"))
                .computed(kind + "Id", (id, wish) -> id)
                .delete("Delete" + kind, (id, wish) -> Map.of("restApiId", wish.need(API), key, id));
    }

    private static ResourceType gatewayResponse() {
        return Declared.of("AWS::ApiGateway::GatewayResponse", REST)
                .create("PutGatewayResponse", Wish::properties)
                .id((wish, response) -> wish.madeUp(128))
                .replacing(API, "ResponseType")
                .update("PutGatewayResponse", (id, wish) -> wish.properties())
                .delete(
                        "DeleteGatewayResponse",
                        (id, wish) -> Map.of("restApiId", wish.need(API), "responseType", wish.need("ResponseType")));
    }

    private static Declared alone(String kind, String key) {
        String name = kind.equals("ApiKey") ? "Name" : "UsagePlanName";
        return Declared.of("AWS::ApiGateway::" + kind, REST)
                .create("Create" + kind, wish -> {
                    Map<String, Object> input = Properties.without(wish, "UsagePlanName", "Tags");
                    input.put("Name", wish.name(name, 64));
                    input.put("Tags", wish.allTags());
                    return input;
                })
                .id((wish, response) -> Properties.text(response, "id"))
                .computed(kind.equals("ApiKey") ? "APIKeyId" : "Id", (id, wish) -> id)
                .delete("Delete" + kind, (id, wish) -> Map.of(key, id));
    }

    /** No usage plan goes while it has stages. */
    private static void withoutStages(String id, Wish wish, AwsCalls calls) {
        Properties.gone(() -> leaveStages(id, calls));
    }

    private static void leaveStages(String id, AwsCalls calls) {
        List<Map<String, Object>> patches =
                Tree.list(calls.call(REST, "GetUsagePlan", Map.of("usagePlanId", id))
                                .get("apiStages"))
                        .stream()
                        .map(Tree::map)
                        .map(stage -> Map.<String, Object>of(
                                "op",
                                "remove",
                                "path",
                                "/apiStages",
                                "value",
                                Tree.text(stage, "apiId", "") + ":" + Tree.text(stage, "stage", "")))
                        .toList();
        if (!patches.isEmpty()) {
            calls.call(REST, "UpdateUsagePlan", Map.of("usagePlanId", id, "patchOperations", patches));
        }
    }

    private static ResourceType planKey() {
        return Declared.of("AWS::ApiGateway::UsagePlanKey", REST)
                .create("CreateUsagePlanKey", Wish::properties)
                .id((wish, response) -> wish.need("KeyId") + ":" + wish.need("UsagePlanId"))
                .computed("Id", (id, wish) -> id)
                .delete(
                        "DeleteUsagePlanKey",
                        (id, wish) -> Map.of("usagePlanId", wish.need("UsagePlanId"), "keyId", wish.need("KeyId")));
    }

    private static ResourceType domain() {
        return Declared.of("AWS::ApiGateway::DomainName", REST)
                .create("CreateDomainName", Wish::properties)
                .id((wish, response) -> wish.need("DomainName"))
                .delete("DeleteDomainName", (id, wish) -> Map.of("domainName", id));
    }

    private static ResourceType basePath() {
        return Declared.of("AWS::ApiGateway::BasePathMapping", REST)
                .create("CreateBasePathMapping", wish -> Properties.without(wish, "Id"))
                .id((wish, response) -> wish.need("DomainName") + "|" + wish.text("BasePath", "(none)"))
                .delete(
                        "DeleteBasePathMapping",
                        (id, wish) -> Map.of(
                                "domainName", wish.need("DomainName"), "basePath", wish.text("BasePath", "(none)")));
    }
}
