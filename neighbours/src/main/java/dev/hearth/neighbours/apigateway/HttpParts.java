package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Routes, integrations, authorizers, models and responses of HTTP and WebSocket APIs. */
final class HttpParts {

    private static final Pattern HTTP_KEY =
            Pattern.compile("\\$default|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /[^\\s]*");

    private static final Set<String> AUTHS = Set.of("NONE", "AWS_IAM", "CUSTOM", "JWT");

    private final Shelf shelf;

    HttpParts(Shelf shelf) {
        this.shelf = shelf;
    }

    void into(Map<String, UnaryOperator<Doc>> operations) {
        family(operations, "Route", "Routes", HttpOperations.ROUTE, "routeId", this::createRoute, this::checkedRoute);
        family(
                operations,
                "Integration",
                "Integrations",
                HttpOperations.INTEGRATION,
                "integrationId",
                this::createIntegration,
                HttpParts::checkedIntegration);
        family(
                operations,
                "Authorizer",
                "Authorizers",
                Shelf.AUTHORIZER,
                "authorizerId",
                this::createAuthorizer,
                HttpParts::checkedAuthorizer);
        family(operations, "Model", "Models", Shelf.MODEL, "modelId", this::createModel, doc -> doc);
        nested(operations, "IntegrationResponse", "integrationId", "integrationResponseId");
        nested(operations, "RouteResponse", "routeId", "routeResponseId");
        operations.put("GetModelTemplate", in -> {
            need(in, Shelf.MODEL, "modelId", "Model");
            return Doc.of("value", "{}");
        });
        operations.put("DeleteRouteRequestParameter", in -> {
            Doc route = need(in, HttpOperations.ROUTE, "routeId", "Route");
            route.doc("requestParameters").members().remove(in.needed("requestParameterKey"));
            put(in, HttpOperations.ROUTE, "routeId", route);
            return Doc.empty();
        });
    }

    private void family(
            Map<String, UnaryOperator<Doc>> operations,
            String name,
            String plural,
            String kind,
            String id,
            UnaryOperator<Doc> create,
            UnaryOperator<Doc> check) {
        operations.put("Create" + name, create);
        operations.put("Get" + name, in -> need(in, kind, id, name));
        operations.put("Get" + plural, in -> page(in, shelf.book().list(api(in), kind)));
        operations.put("Update" + name, in -> {
            Doc doc = need(in, kind, id, name);
            in.without("apiId").members().forEach(doc::put);
            put(in, kind, id, check.apply(doc));
            return doc;
        });
        operations.put("Delete" + name, in -> {
            need(in, kind, id, name);
            if (kind.equals(HttpOperations.INTEGRATION)) {
                unused(in);
            }
            shelf.book().remove(api(in), kind, in.needed(id));
            return Doc.empty();
        });
    }

    private void unused(Doc in) {
        String target = "integrations/" + in.needed("integrationId");
        for (Doc route : shelf.book().list(api(in), HttpOperations.ROUTE)) {
            if (target.equals(route.text("target"))) {
                throw ApiError.CONFLICT.because("Cannot delete Integration '" + in.text("integrationId")
                        + "' because it is referenced by a Route");
            }
        }
    }

    /** What belongs to one part: its id is both of theirs. */
    private void nested(Map<String, UnaryOperator<Doc>> operations, String name, String parent, String id) {
        String kind = name.toLowerCase(java.util.Locale.ROOT);
        operations.put("Create" + name, in -> {
            String own = shelf.ids().small();
            Doc doc = in.without("apiId", parent).put(id, own);
            shelf.book().put(api(in), kind, in.needed(parent) + "/" + own, doc);
            return doc;
        });
        operations.put("Get" + name, in -> shelf.need(api(in), kind, in.needed(parent) + "/" + in.needed(id), name));
        operations.put("Get" + name + "s", in -> page(in, shelf.book().list(api(in), kind, in.needed(parent) + "/")));
        operations.put("Update" + name, in -> {
            String key = in.needed(parent) + "/" + in.needed(id);
            Doc doc = shelf.need(api(in), kind, key, name);
            in.without("apiId", parent).members().forEach(doc::put);
            shelf.book().put(api(in), kind, key, doc);
            return doc;
        });
        operations.put("Delete" + name, in -> {
            String key = in.needed(parent) + "/" + in.needed(id);
            shelf.need(api(in), kind, key, name);
            shelf.book().remove(api(in), kind, key);
            return Doc.empty();
        });
    }

    private static Doc page(Doc in, List<Doc> all) {
        return Pages.of(all, in.text("maxResults"), in.text("nextToken"), "items", "nextToken");
    }

    private String api(Doc in) {
        String id = in.needed("apiId");
        shelf.api(Shelf.HTTP_API, id);
        return id;
    }

    private Doc need(Doc in, String kind, String id, String what) {
        return shelf.need(api(in), kind, in.needed(id), what);
    }

    private void put(Doc in, String kind, String id, Doc doc) {
        shelf.book().put(api(in), kind, in.needed(id), doc);
    }

    Doc createRoute(Doc in) {
        List<Doc> have = shelf.book().list(api(in), HttpOperations.ROUTE);
        shelf.limit(have, ApiLimits.ROUTES, "routes");
        Doc route = in.without("apiId")
                .put("routeId", shelf.ids().small())
                .putIfAbsent("authorizationType", "NONE")
                .putIfAbsent("apiKeyRequired", false);
        String key = in.needed("routeKey");
        boolean http = "HTTP".equals(shelf.api(Shelf.HTTP_API, api(in)).text("protocolType"));
        if (http && !HTTP_KEY.matcher(key).matches()) {
            throw ApiError.BAD_REQUEST.because("The provided route key is not formatted properly for HTTP protocol. "
                    + "Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");
        }
        if (have.stream().anyMatch(each -> key.equals(each.text("routeKey")))) {
            throw ApiError.CONFLICT.because("Route with key " + key + " already exists for this API");
        }
        checkedRoute(route.put("apiId", api(in)));
        route.members().remove("apiId");
        shelf.book().put(api(in), HttpOperations.ROUTE, route.text("routeId", ""), route);
        return route;
    }

    private Doc checkedRoute(Doc route) {
        String auth = route.text("authorizationType", "NONE");
        if (!AUTHS.contains(auth)) {
            throw ApiError.BAD_REQUEST.because("Invalid authorization type: " + auth);
        }
        boolean needsAuthorizer = auth.equals("JWT") || auth.equals("CUSTOM");
        if (needsAuthorizer && !route.has("authorizerId")) {
            throw ApiError.BAD_REQUEST.because("AuthorizerId must be provided for authorization type " + auth);
        }
        String target = route.text("target", "");
        if (!target.isEmpty() && !target.startsWith("integrations/")) {
            throw ApiError.BAD_REQUEST.because("Invalid target, should start with 'integrations/'");
        }
        String api = route.text("apiId");
        if (api != null && !target.isEmpty()) {
            shelf.need(api, HttpOperations.INTEGRATION, target.substring(13), "Integration");
        }
        return route;
    }

    Doc createIntegration(Doc in) {
        shelf.limit(shelf.book().list(api(in), HttpOperations.INTEGRATION), ApiLimits.INTEGRATIONS, "integrations");
        boolean http = "HTTP".equals(shelf.api(Shelf.HTTP_API, api(in)).text("protocolType"));
        boolean function = "AWS_PROXY".equals(in.text("integrationType")) && !in.has("integrationSubtype");
        Doc doc = in.without("apiId")
                .put("integrationId", shelf.ids().small())
                .putIfAbsent("connectionType", "INTERNET")
                .putIfAbsent("timeoutInMillis", http ? 30_000 : 29_000)
                .putIfAbsent("integrationMethod", function ? "POST" : null)
                .putIfAbsent("payloadFormatVersion", http ? "1.0" : null)
                .putIfAbsent("passthroughBehavior", http ? null : "WHEN_NO_MATCH");
        shelf.book().put(api(in), HttpOperations.INTEGRATION, doc.text("integrationId", ""), checkedIntegration(doc));
        return doc;
    }

    private static Doc checkedIntegration(Doc doc) {
        String type = doc.text("integrationType", "");
        if (!Set.of("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK").contains(type)) {
            throw ApiError.BAD_REQUEST.because("Invalid integration type specified: " + type);
        }
        int millis = doc.number("timeoutInMillis", 30_000);
        if (millis < 50 || millis > 30_000) {
            throw ApiError.BAD_REQUEST.because("Timeout should be between 50 ms and 30000 ms");
        }
        if ("VPC_LINK".equals(doc.text("connectionType"))) {
            throw ApiError.BAD_REQUEST.because("Hearth has no VPC links: use the connection type INTERNET");
        }
        return doc;
    }

    private Doc createAuthorizer(Doc in) {
        List<Doc> have = shelf.book().list(api(in), Shelf.AUTHORIZER);
        shelf.limit(have, ApiLimits.AUTHORIZERS, "authorizers");
        if (have.stream().anyMatch(each -> in.needed("name").equals(each.text("name")))) {
            throw ApiError.CONFLICT.because(
                    "Authorizer name must be unique. Authorizer " + in.text("name") + " already exists in this API.");
        }
        Doc doc = checkedAuthorizer(
                in.without("apiId").put("authorizerId", shelf.ids().small()));
        shelf.book().put(api(in), Shelf.AUTHORIZER, doc.text("authorizerId", ""), doc);
        return doc;
    }

    private static Doc checkedAuthorizer(Doc doc) {
        String type = doc.text("authorizerType", "");
        boolean fine = switch (type) {
            case "JWT" -> doc.doc("jwtConfiguration").has("issuer") && doc.has("identitySource");
            case "REQUEST" -> doc.has("authorizerUri");
            default -> false;
        };
        if (!fine) {
            throw ApiError.BAD_REQUEST.because(
                    type.equals("JWT")
                            ? "JwtConfiguration and IdentitySource are required for authorizers of the type JWT"
                            : type.equals("REQUEST")
                                    ? "AuthorizerUri is required for authorizers of the type REQUEST"
                                    : "Invalid authorizer type: " + type);
        }
        return doc;
    }

    private Doc createModel(Doc in) {
        shelf.limit(shelf.book().list(api(in), Shelf.MODEL), ApiLimits.MODELS, "models");
        Doc doc =
                in.without("apiId").put("modelId", shelf.ids().small()).putIfAbsent("contentType", "application/json");
        shelf.book().put(api(in), Shelf.MODEL, doc.text("modelId", ""), doc);
        return doc;
    }
}
