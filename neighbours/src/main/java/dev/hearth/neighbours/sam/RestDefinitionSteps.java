package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the properties of an {@code AWS::Serverless::Api} add to its definition, in the order in which they do. */
final class RestDefinitionSteps {

    private static final Set<String> AUTH = Set.of(
            "Authorizers",
            "DefaultAuthorizer",
            "InvokeRole",
            "AddDefaultAuthorizerToCorsPreflight",
            "AddApiKeyRequiredToCorsPreflight",
            "ApiKeyRequired",
            "ResourcePolicy",
            "UsagePlan");
    private static final Set<String> CORS =
            Set.of("AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials");

    private final Declared api;
    private final String partition;
    private final Map<String, Object> auth;

    private RestDefinitionSteps(Declared api, String partition, Map<String, Object> auth) {
        this.api = api;
        this.partition = partition;
        this.auth = auth;
    }

    static RestDefinitionSteps of(Declared api, String partition, Map<String, Object> auth) {
        return new RestDefinitionSteps(api, partition, auth);
    }

    void run() {
        if (api.says("Cors")) {
            cors();
        }
        if (!auth.isEmpty()) {
            authorize();
        }
        if (api.says("GatewayResponses")) {
            gatewayResponses();
        }
        if (api.says("BinaryMediaTypes") && api.says("DefinitionBody")) {
            body().doc().put("x-amazon-apigateway-binary-media-types", slashes(api.get("BinaryMediaTypes")));
        }
        if (api.says("Models")) {
            Definition definition = sound("Models", "Models definitions");
            for (Object model : Tree.at(api.properties(), "Models").values()) {
                if (!(model instanceof Map)) {
                    throw api.problem("Invalid value for 'Models' property");
                }
            }
            RestDefinition.models(definition, Tree.at(api.properties(), "Models"));
            toOpenApi3();
        }
        if (api.get("DisableExecuteApiEndpoint") != null) {
            if (!api.says("DefinitionBody")) {
                throw api.problem("DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
            }
            body().disableEndpoint(api.get("DisableExecuteApiEndpoint"));
        }
        if (api.says("DefinitionBody") && !api.says("DefinitionUri")) {
            toOpenApi3();
        }
    }

    private Definition body() {
        if (!Definition.sound(api.get("DefinitionBody"))) {
            throw SamProblem.ofTemplate("Invalid Swagger document or the Swagger document is not explicitly defined in"
                    + " 'DefinitionBody'.");
        }
        return new Definition(Tree.at(api.properties(), "DefinitionBody"));
    }

    private Definition sound(String property, String what) {
        if (!api.says("DefinitionBody")) {
            throw api.problem(property + " works only with inline Swagger specified in 'DefinitionBody' property.");
        }
        if (!Definition.sound(api.get("DefinitionBody"))) {
            throw api.problem(
                    "Unable to add " + what + " because 'DefinitionBody' does not contain a valid Swagger definition.");
        }
        return new Definition(Tree.at(api.properties(), "DefinitionBody"));
    }

    private void toOpenApi3() {
        Map<String, Object> doc = Tree.at(api.properties(), "DefinitionBody");
        if (doc.get("swagger") != null) {
            return;
        }
        Object version = api.get("OpenApiVersion") == null ? doc.get("openapi") : api.get("OpenApiVersion");
        if (Definition.openApi3(version)) {
            RestDefinition.toOpenApi3(doc);
        }
    }

    private void cors() {
        Object wanted = api.get("Cors");
        if (!api.says("DefinitionBody")) {
            throw api.problem("Cors works only with inline Swagger specified in 'DefinitionBody' property.");
        }
        Map<String, Object> cors = Tree.map("AllowOrigin", wanted);
        if (wanted instanceof Map<?, ?> map && !Fn.is(map)) {
            cors = Tree.members(map);
            for (String key : cors.keySet()) {
                if (!CORS.contains(key)) {
                    throw api.problem("Invalid key '" + key + "' for 'Cors' property.");
                }
            }
        }
        if (Boolean.TRUE.equals(cors.get("AllowCredentials"))
                && "'*'".equals(cors.getOrDefault("AllowOrigin", "'*'"))) {
            throw api.problem("Unable to add Cors configuration because 'AllowCredentials' can not be true when"
                    + " 'AllowOrigin' is \"'*'\" or not set");
        }
        Definition definition = sound("Cors", "Cors configuration");
        Set<String> done = new HashSet<>();
        for (String path : definition.paths()) {
            if (done.add(path.length() > 1 ? path.replaceAll("/+$", "") : path)) {
                try {
                    RestDefinition.cors(definition, path, cors);
                } catch (SamProblem problem) {
                    throw api.problem(problem.text());
                }
            }
        }
    }

    private void authorize() {
        if (!api.says("DefinitionBody")) {
            throw api.problem("Auth works only with inline Swagger specified in 'DefinitionBody' property.");
        }
        if (!AUTH.containsAll(auth.keySet())) {
            throw api.problem("Invalid value for 'Auth' property");
        }
        Definition definition = sound("Auth", "Auth configuration");
        Object byDefault = auth.get("DefaultAuthorizer");
        Map<String, RestAuthorizer> authorizers = RestAuthorizer.of(api.id(), auth, byDefault);
        if (!authorizers.isEmpty()) {
            Map<String, Object> definitions = RestSecurity.definitions(definition);
            authorizers.forEach((name, authorizer) -> definitions.put(name, authorizer.definition(partition)));
            authorizeByDefault(definition, byDefault, authorizers);
        }
        if (Tree.says(auth.get("ApiKeyRequired"))) {
            RestSecurity.addKey(definition);
            boolean preflight = !Boolean.FALSE.equals(auth.get("AddApiKeyRequiredToCorsPreflight"));
            definition.paths().forEach(path -> RestSecurity.keyByDefault(definition, path, preflight));
        }
        if (Tree.says(auth.get("ResourcePolicy"))) {
            if (!(auth.get("ResourcePolicy") instanceof Map<?, ?> policy)) {
                throw SamProblem.ofTemplate("ResourcePolicy must be a map (ResourcePolicyStatement).");
            }
            definition
                    .paths()
                    .forEach(path -> RestPolicy.add(definition, Tree.members(policy), path, api.get("StageName")));
            RestPolicy.addCustom(definition, policy.get("CustomStatements"));
        }
        toOpenApi3();
    }

    private void authorizeByDefault(
            Definition definition, @Nullable Object byDefault, Map<String, RestAuthorizer> authorizers) {
        if (!Tree.says(byDefault)) {
            return;
        }
        if (!(byDefault instanceof String name)) {
            throw api.problem("DefaultAuthorizer is not a string.");
        }
        if (!authorizers.containsKey(name)) {
            throw api.problem(
                    "Unable to set DefaultAuthorizer because '" + name + "' was not defined in 'Authorizers'.");
        }
        boolean preflight = !Boolean.FALSE.equals(auth.get("AddDefaultAuthorizerToCorsPreflight"));
        definition.paths().forEach(path -> RestSecurity.byDefault(definition, path, name, authorizers, preflight));
    }

    private void gatewayResponses() {
        Map<String, Object> wanted = Tree.at(api.properties(), "GatewayResponses");
        if (!api.says("DefinitionBody")) {
            throw api.problem(
                    "GatewayResponses works only with inline Swagger specified in 'DefinitionBody' property.");
        }
        wanted.forEach(this::checkResponse);
        Definition definition = sound("GatewayResponses", "Auth configuration");
        Map<String, Object> responses = Tree.make(definition.doc(), "x-amazon-apigateway-gateway-responses");
        wanted.forEach((type, response) -> responses.put(type, gatewayResponse(Tree.members(response))));
    }

    private void checkResponse(String type, @Nullable Object response) {
        if (Fn.is(response)) {
            throw api.problem("Unable to set GatewayResponses attribute because intrinsic functions are not supported"
                    + " for this field.");
        }
        if (!(response instanceof Map<?, ?> map)) {
            throw api.problem("Invalid property type '" + (response == null ? "NoneType" : "str")
                    + "' for GatewayResponses. Expected an object of type 'GatewayResponse'.");
        }
        for (String name : Tree.members(map).keySet()) {
            if (!RestApi.isGatewayResponseProperty(name)) {
                throw api.problem("Invalid property '" + name + "' in 'GatewayResponses' property '" + type + "'.");
            }
        }
        Object parameters = map.get("ResponseParameters");
        if (Tree.says(parameters) && !(parameters instanceof Map)) {
            throw api.problem("Property 'GatewayResponses." + type + ".ResponseParameters' should be a map.");
        }
        for (String name : Tree.at(Tree.members(map), "ResponseParameters").keySet()) {
            if (!Set.of("Headers", "Paths", "QueryStrings").contains(name)) {
                throw api.problem("Invalid gateway response parameter '" + name + "'");
            }
        }
        Object status = map.get("StatusCode");
        if (Tree.says(status) && !String.valueOf(status).matches("[0-9]{1,3}")) {
            throw api.problem("Property 'StatusCode' must be numeric");
        }
    }

    private static Map<String, Object> gatewayResponse(Map<String, Object> wanted) {
        Map<String, Object> parameters = Tree.map();
        Map<String, Object> given = Tree.at(wanted, "ResponseParameters");
        for (List<String> kind : List.of(
                List.of("Headers", "header."), List.of("Paths", "path."), List.of("QueryStrings", "querystring."))) {
            Tree.at(given, kind.getFirst())
                    .forEach((name, value) -> parameters.put("gatewayresponse." + kind.getLast() + name, value));
        }
        Map<String, Object> response = Tree.map("responseParameters", parameters);
        response.put("responseTemplates", Tree.at(wanted, "ResponseTemplates"));
        if (wanted.get("StatusCode") != null) {
            response.put("statusCode", String.valueOf(wanted.get("StatusCode")));
        }
        return response;
    }

    /** Media types may be written with {@code ~1} for a slash. */
    private static @Nullable Object slashes(@Nullable Object value) {
        return switch (value) {
            case String text -> text.replace("~1", "/");
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(slashes(item)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<String, Object> copy = Tree.map();
                map.forEach((name, member) -> copy.put(String.valueOf(name).replace("~1", "/"), slashes(member)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
