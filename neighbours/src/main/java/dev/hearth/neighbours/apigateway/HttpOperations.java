package dev.hearth.neighbours.apigateway;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The control plane of HTTP and WebSocket APIs: APIs themselves, and every operation by its name. */
final class HttpOperations {

    static final String ROUTE = "route";
    static final String INTEGRATION = "integration";

    private final Shelf shelf;
    private final UnaryOperator<String> endpoint;
    private final HttpParts parts;
    private final HttpStages stages;
    private final Map<String, UnaryOperator<Doc>> operations = new TreeMap<>();

    HttpOperations(Shelf shelf, UnaryOperator<String> endpoint) {
        this.shelf = shelf;
        this.endpoint = endpoint;
        this.parts = new HttpParts(shelf);
        this.stages = new HttpStages(shelf);
        operations.put("CreateApi", this::create);
        operations.put("GetApi", in -> shown(api(in)));
        operations.put("GetApis", this::list);
        operations.put("UpdateApi", this::update);
        operations.put("DeleteApi", this::delete);
        operations.put("DeleteCorsConfiguration", this::deleteCors);
        parts.into(operations);
        stages.into(operations);
        new HttpTags(shelf).into(operations);
        new HttpDomains(shelf).into(operations);
        new HttpImport(shelf, operations).into();
    }

    Map<String, UnaryOperator<Doc>> all() {
        return operations;
    }

    private Doc api(Doc in) {
        return shelf.api(Shelf.HTTP_API, in.needed("apiId"));
    }

    /** The document with what follows from it. */
    private Doc shown(Doc api) {
        String url = endpoint.apply(api.text("apiId", ""));
        boolean socket = "WEBSOCKET".equals(api.text("protocolType"));
        return api.put("apiEndpoint", socket ? url.replaceFirst("^http", "ws") : url);
    }

    private Doc create(Doc in) {
        String protocol = in.needed("protocolType");
        if (!protocol.equals("HTTP") && !protocol.equals("WEBSOCKET")) {
            throw ApiError.BAD_REQUEST.because("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]");
        }
        boolean http = protocol.equals("HTTP");
        if (!http && !in.has("routeSelectionExpression")) {
            throw ApiError.BAD_REQUEST.because("RouteSelectionExpression is required for WebSocket protocol type");
        }
        shelf.limit(shelf.book().list(Book.ACCOUNT, Shelf.HTTP_API), ApiLimits.APIS, "APIs");
        String id = shelf.ids().next();
        Doc api = Doc.empty()
                .put("apiId", id)
                .put("name", in.needed("name"))
                .put("protocolType", protocol)
                .put("createdDate", shelf.iso())
                .put("routeSelectionExpression", "$request.method $request.path")
                .put("apiKeySelectionExpression", "$request.header.x-api-key")
                .put("disableExecuteApiEndpoint", in.truth("disableExecuteApiEndpoint"))
                .put("ipAddressType", "ipv4");
        settings(api, in);
        if (in.has("tags")) {
            api.put("tags", in.get("tags"));
        }
        shelf.book().put(Book.ACCOUNT, Shelf.HTTP_API, id, api);
        if (in.has("target")) {
            quick(id, in);
        }
        return shown(api);
    }

    private static void settings(Doc api, Doc in) {
        api.take(
                in,
                "name",
                "description",
                "version",
                "corsConfiguration",
                "routeSelectionExpression",
                "apiKeySelectionExpression",
                "disableSchemaValidation",
                "disableExecuteApiEndpoint",
                "ipAddressType");
    }

    /** One call for everything: an integration, a route and a stage that deploys by itself. */
    private void quick(String id, Doc in) {
        String target = in.needed("target");
        boolean function = !FunctionUri.arn(target, Map.of()).isEmpty();
        Doc integration = Doc.of(
                "apiId",
                id,
                "integrationType",
                function ? "AWS_PROXY" : "HTTP_PROXY",
                "integrationUri",
                target,
                "integrationMethod",
                function ? null : "ANY",
                "payloadFormatVersion",
                function ? "2.0" : "1.0",
                "credentialsArn",
                in.text("credentialsArn"));
        String integrationId = parts.createIntegration(integration).text("integrationId", "");
        parts.createRoute(Doc.of(
                "apiId",
                id,
                "routeKey",
                in.text("routeKey", HttpStage.DEFAULT),
                "target",
                "integrations/" + integrationId));
        stages.create(Doc.of("apiId", id, "stageName", HttpStage.DEFAULT, "autoDeploy", true));
    }

    private Doc list(Doc in) {
        List<Doc> all = shelf.book().list(Book.ACCOUNT, Shelf.HTTP_API);
        all.forEach(this::shown);
        return Pages.of(all, in.text("maxResults"), in.text("nextToken"), "items", "nextToken");
    }

    private Doc update(Doc in) {
        Doc api = api(in);
        settings(api, in);
        shelf.book().put(Book.ACCOUNT, Shelf.HTTP_API, in.needed("apiId"), api);
        touch(in.needed("apiId"));
        return shown(api);
    }

    /** What serves the API hears of changes to the API's own documents: this is a change of one of them. */
    private void touch(String id) {
        shelf.book().put(id, "revision", "revision", Doc.of("changed", shelf.seconds()));
    }

    private Doc delete(Doc in) {
        api(in);
        shelf.book().remove(Book.ACCOUNT, Shelf.HTTP_API, in.needed("apiId"));
        shelf.book().drop(in.needed("apiId"));
        return Doc.empty();
    }

    private Doc deleteCors(Doc in) {
        Doc api = api(in).without("corsConfiguration");
        shelf.book().put(Book.ACCOUNT, Shelf.HTTP_API, in.needed("apiId"), api);
        touch(in.needed("apiId"));
        return Doc.empty();
    }
}
