package dev.hearth.neighbours.apigateway;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** HTTP APIs from and into OpenAPI definitions (developer guide, "Using OpenAPI definitions for HTTP APIs"). */
final class HttpImport {

    private final Shelf shelf;
    private final Map<String, UnaryOperator<Doc>> operations;

    HttpImport(Shelf shelf, Map<String, UnaryOperator<Doc>> operations) {
        this.shelf = shelf;
        this.operations = operations;
    }

    void into() {
        operations.put("ImportApi", in -> {
            OpenApi definition = OpenApi.read(in.text("body"));
            Doc info = definition.root().doc("info");
            Doc api = call(
                    "CreateApi",
                    Doc.of("name", info.text("title", "imported"), "protocolType", "HTTP")
                            .put("description", info.text("description"))
                            .put("version", info.text("version")));
            return put(definition, api.text("apiId", ""));
        });
        operations.put("ReimportApi", in -> {
            OpenApi definition = OpenApi.read(in.text("body"));
            String api = in.needed("apiId");
            shelf.api(Shelf.HTTP_API, api);
            for (Doc doc : shelf.book().list(api, HttpOperations.ROUTE)) {
                shelf.book().remove(api, HttpOperations.ROUTE, doc.text("routeId", ""));
            }
            for (Doc doc : shelf.book().list(api, HttpOperations.INTEGRATION)) {
                shelf.book().remove(api, HttpOperations.INTEGRATION, doc.text("integrationId", ""));
            }
            for (Doc doc : shelf.book().list(api, Shelf.AUTHORIZER)) {
                shelf.book().remove(api, Shelf.AUTHORIZER, doc.text("authorizerId", ""));
            }
            return put(definition, api);
        });
        operations.put("ExportApi", this::export);
    }

    private Doc call(String operation, Doc in) {
        return operations.get(operation).apply(in);
    }

    private Doc put(OpenApi definition, String api) {
        Doc root = definition.root();
        Doc changes = Doc.of("apiId", api).take(root.doc("info"), "description", "version");
        if (root.doc("info").has("title")) {
            changes.put("name", root.doc("info").text("title"));
        }
        if (root.has("x-amazon-apigateway-cors")) {
            changes.put("corsConfiguration", root.get("x-amazon-apigateway-cors"));
        }
        Doc updated = call("UpdateApi", changes);
        Map<String, String> authorizers = new HashMap<>();
        definition.securities().forEach((name, scheme) -> {
            Doc given = scheme.doc("x-amazon-apigateway-authorizer");
            if (!given.members().isEmpty()) {
                authorizers.put(name, authorizer(api, name, scheme, given));
            }
        });
        Map<Object, String> integrations = new HashMap<>();
        definition.operations().forEach(operation -> route(definition, api, operation, authorizers, integrations));
        return updated;
    }

    private String authorizer(String api, String name, Doc scheme, Doc given) {
        boolean jwt = given.text("type", "").equalsIgnoreCase("jwt");
        Doc doc = Doc.of("apiId", api, "name", name, "authorizerType", jwt ? "JWT" : "REQUEST")
                .take(
                        given,
                        "authorizerUri",
                        "authorizerPayloadFormatVersion",
                        "authorizerResultTtlInSeconds",
                        "enableSimpleResponses",
                        "jwtConfiguration")
                .put("authorizerCredentialsArn", given.text("authorizerCredentials"));
        String source = given.text("identitySource");
        List<String> sources = source == null ? given.texts("identitySource") : List.of(source.split("\\s*,\\s*"));
        if (sources.isEmpty() && jwt) {
            sources = List.of("$request.header.Authorization");
        }
        doc.put("identitySource", new java.util.ArrayList<>(sources));
        return call("CreateAuthorizer", doc).text("authorizerId", "");
    }

    private void route(
            OpenApi definition,
            String api,
            OpenApi.Operation operation,
            Map<String, String> authorizers,
            Map<Object, String> integrations) {
        boolean fallback =
                operation.path().equals("/$default") || operation.path().equals(HttpStage.DEFAULT);
        Doc route = Doc.of(
                "apiId",
                api,
                "routeKey",
                fallback ? HttpStage.DEFAULT : operation.method() + " " + operation.path(),
                "operationName",
                operation.doc().text("operationId"));
        Doc given = definition.resolved(operation.doc().doc(OpenApi.INTEGRATION));
        if (!given.members().isEmpty()) {
            String id = integrations.computeIfAbsent(given.members(), same -> integration(api, given));
            route.put("target", "integrations/" + id);
        }
        definition.asked(operation.doc()).forEach((name, scopes) -> {
            Doc scheme = definition.securities().getOrDefault(name, Doc.empty());
            if (authorizers.containsKey(name)) {
                boolean jwt = scheme.doc("x-amazon-apigateway-authorizer")
                        .text("type", "")
                        .equalsIgnoreCase("jwt");
                route.put("authorizationType", jwt ? "JWT" : "CUSTOM").put("authorizerId", authorizers.get(name));
                route.put("authorizationScopes", scopes.isEmpty() ? null : new java.util.ArrayList<>(scopes));
            } else if (scheme.text("x-amazon-apigateway-authtype", "").equalsIgnoreCase("awsSigv4")) {
                route.put("authorizationType", "AWS_IAM");
            }
        });
        call("CreateRoute", route);
    }

    private String integration(String api, Doc given) {
        Doc doc = Doc.of(
                        "apiId", api,
                        "integrationType", given.text("type", "").toUpperCase(Locale.ROOT),
                        "integrationUri", given.text("uri"),
                        "integrationMethod", given.text("httpMethod"),
                        "integrationSubtype", given.text("integrationSubtype"),
                        "credentialsArn", given.text("credentials"))
                .take(
                        given,
                        "payloadFormatVersion",
                        "connectionType",
                        "connectionId",
                        "timeoutInMillis",
                        "requestParameters",
                        "responseParameters",
                        "description");
        return call("CreateIntegration", doc).text("integrationId", "");
    }

    private Doc export(Doc in) {
        String id = in.needed("apiId");
        Doc api = shelf.api(Shelf.HTTP_API, id);
        Doc definition = Doc.of(
                "openapi",
                "3.0.1",
                "info",
                Doc.of(
                        "title", api.text("name"),
                        "description", api.text("description"),
                        "version", api.text("version", "1.0")));
        Map<String, Doc> integrations = new LinkedHashMap<>();
        shelf.book()
                .list(id, HttpOperations.INTEGRATION)
                .forEach(doc -> integrations.put(doc.text("integrationId", ""), doc));
        Doc paths = Doc.empty();
        for (Doc route : shelf.book().list(id, HttpOperations.ROUTE)) {
            String key = route.text("routeKey", "");
            int space = key.indexOf(' ');
            String verb = space < 0 ? "ANY" : key.substring(0, space);
            Doc operation =
                    Doc.of("responses", Doc.of("default", Doc.of("description", "Default response for " + key)));
            Doc integration = integrations.get(route.text("target", "").replaceFirst("^integrations/", ""));
            if (integration != null && !"false".equals(in.text("includeExtensions"))) {
                operation.put(OpenApi.INTEGRATION, shown(integration));
            }
            paths.made(space < 0 ? "/" + HttpStage.DEFAULT : key.substring(space + 1))
                    .put(verb.equals("ANY") ? OpenApi.ANY : verb.toLowerCase(Locale.ROOT), operation);
        }
        definition.put("paths", paths);
        definition.put("x-amazon-apigateway-cors", api.get("corsConfiguration"));
        return Doc.of("body", "YAML".equals(in.text("outputType")) ? OpenApi.yaml(definition) : definition.json());
    }

    private static Doc shown(Doc doc) {
        return Doc.of(
                        "type", doc.text("integrationType", "").toLowerCase(Locale.ROOT),
                        "httpMethod", doc.text("integrationMethod"),
                        "uri", doc.text("integrationUri"),
                        "credentials", doc.text("credentialsArn"))
                .take(
                        doc,
                        "integrationSubtype",
                        "payloadFormatVersion",
                        "connectionType",
                        "timeoutInMillis",
                        "requestParameters",
                        "responseParameters");
    }
}
