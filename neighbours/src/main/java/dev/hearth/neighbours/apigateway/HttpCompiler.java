package dev.hearth.neighbours.apigateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a stage of an HTTP API out of its documents. Pure. */
final class HttpCompiler {

    private final Doc stage;
    private final Map<String, String> variables;
    private final Map<String, Doc> integrations = new HashMap<>();
    private final Map<String, HttpAuthorizer> authorizers = new HashMap<>();

    private HttpCompiler(Doc stage, Doc configuration) {
        this.stage = stage;
        this.variables = stage.textMap("stageVariables");
        configuration.docs("integrations").forEach(doc -> integrations.put(doc.text("integrationId", ""), doc));
        configuration
                .docs("authorizers")
                .forEach(doc -> authorizers.put(doc.text("authorizerId", ""), HttpAuthorizer.of(doc)));
    }

    /**
     * The stage as it answers.
     *
     * @param api its document
     * @param configuration lists of its {@code routes}, {@code integrations} and {@code authorizers}
     */
    static HttpStage compile(Doc api, Doc stage, Doc configuration) {
        return new HttpCompiler(stage, configuration).make(api, configuration.docs("routes"));
    }

    /** The routes of a stage of a WebSocket API by their keys. */
    static Map<String, HttpRoute> routes(Doc stage, Doc configuration) {
        HttpCompiler compiler = new HttpCompiler(stage, configuration);
        Map<String, HttpRoute> routes = new HashMap<>();
        configuration.docs("routes").forEach(doc -> routes.put(doc.text("routeKey", ""), compiler.route(doc)));
        return routes;
    }

    /** A route that does nothing. */
    static HttpRoute nothing(String key) {
        return new HttpRoute(
                key,
                List.of(),
                "NONE",
                null,
                List.of(),
                null,
                new Throttle(ApiLimits.RATE, ApiLimits.BURST),
                new Permit());
    }

    private HttpStage make(Doc api, List<Doc> routes) {
        PathTree<HttpRoute.Methods> tree = new PathTree<>();
        HttpRoute fallback = null;
        for (Doc doc : routes) {
            HttpRoute route = route(doc);
            int space = route.key().indexOf(' ');
            if (space < 0) {
                fallback = route.key().equals(HttpStage.DEFAULT) ? route : fallback;
            } else {
                tree.at(route.path(), HttpRoute.Methods::new).put(route.key().substring(0, space), route);
            }
        }
        return new HttpStage(
                api.text("apiId", ""),
                stage.text("stageName", ""),
                variables,
                tree,
                fallback,
                api.has("corsConfiguration") ? Cors.of(api.doc("corsConfiguration")) : null);
    }

    private HttpRoute route(Doc doc) {
        String key = doc.text("routeKey", "");
        int space = key.indexOf(' ');
        String target = doc.text("target", "");
        Doc integration = integrations.get(target.substring(target.indexOf('/') + 1));
        return new HttpRoute(
                key,
                space < 0 ? List.of() : Text.segments(key.substring(space + 1)),
                doc.text("authorizationType", "NONE"),
                authorizers.get(doc.text("authorizerId", "")),
                doc.texts("authorizationScopes"),
                integration == null ? null : integration(integration),
                throttle(key),
                new Permit());
    }

    private Throttle throttle(String key) {
        Doc own = stage.doc("routeSettings").doc(key);
        Doc all = stage.doc("defaultRouteSettings");
        return new Throttle(
                own.decimal("throttlingRateLimit", all.decimal("throttlingRateLimit", ApiLimits.RATE)),
                own.decimal("throttlingBurstLimit", all.decimal("throttlingBurstLimit", ApiLimits.BURST)));
    }

    private HttpIntegration integration(Doc doc) {
        String type = doc.text("integrationType", "AWS_PROXY");
        String subtype = doc.text("integrationSubtype", "");
        String uri = doc.text("integrationUri", "");
        boolean function = type.startsWith("AWS") && subtype.isEmpty();
        return new HttpIntegration(
                type,
                subtype,
                function ? FunctionUri.arn(uri, variables) : FunctionUri.filled(uri, variables),
                doc.text("integrationMethod", "ANY"),
                doc.text("payloadFormatVersion", "1.0"),
                doc.has("credentialsArn"),
                Duration.ofMillis(doc.number("timeoutInMillis", (int) ApiLimits.HTTP_TIMEOUT.toMillis())),
                doc.textMap("requestParameters"),
                responses(doc));
    }

    private static Map<String, Map<String, String>> responses(Doc doc) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        Doc parameters = doc.doc("responseParameters");
        parameters.members().keySet().forEach(status -> all.put(status, parameters.textMap(status)));
        return all;
    }

    /** The stage that a path begins with, of those named; null for none. */
    static @Nullable HttpStage stageOf(Map<String, HttpStage> stages, String firstSegment) {
        HttpStage named = stages.get(firstSegment);
        return named == null || named.isDefault() ? null : named;
    }
}
