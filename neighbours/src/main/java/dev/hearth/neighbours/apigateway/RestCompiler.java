package dev.hearth.neighbours.apigateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a stage of a REST API out of the configuration of its deployment. Pure. */
final class RestCompiler {

    private final Doc stage;
    private final Doc configuration;
    private final Map<String, String> variables;
    private final Map<String, RestAuthorizer> authorizers = new HashMap<>();
    private final Map<String, Doc> validators = new HashMap<>();
    private final Map<String, Doc> models = new HashMap<>();

    private RestCompiler(Doc stage, Doc configuration) {
        this.stage = stage;
        this.configuration = configuration;
        this.variables = stage.textMap("variables");
        configuration
                .docs("authorizers")
                .forEach(doc -> authorizers.put(doc.text("id", ""), RestAuthorizer.of(doc, variables)));
        configuration.docs("validators").forEach(doc -> validators.put(doc.text("id", ""), doc));
        configuration.docs("models").forEach(doc -> models.put(doc.text("name", ""), doc));
    }

    /** @param configuration {@code api}, and lists of the rest, as {@link RestStages#configuration} makes it */
    static RestStage compile(String api, Doc stage, Doc configuration) {
        return new RestCompiler(stage, configuration).make(api);
    }

    private RestStage make(String api) {
        PathTree<RestStage.Resource> tree = new PathTree<>();
        for (Doc resource : configuration.docs("resources")) {
            String path = resource.text("path", "/");
            Doc methods = resource.doc("resourceMethods");
            RestStage.Resource at = methods.members().isEmpty() ? null : tree.at(path, RestStage.Resource::new);
            for (String name : methods.members().keySet()) {
                at.put(method(resource.text("id", ""), path, name, methods.doc(name)));
            }
        }
        Doc settings = configuration.doc("api");
        return new RestStage(
                api,
                stage.text("stageName", ""),
                stage.text("deploymentId", ""),
                variables,
                tree,
                settings.texts("binaryMediaTypes"),
                settings.text("apiKeySource", "HEADER"),
                replies());
    }

    private Map<String, GatewayReply> replies() {
        Map<String, GatewayReply> replies = new HashMap<>();
        for (Doc doc : configuration.docs("gatewayResponses")) {
            replies.put(doc.text("responseType", ""), GatewayReply.of(doc, 0));
        }
        return replies;
    }

    private RestMethod method(String resourceId, String path, String name, Doc doc) {
        Doc validator = validators.getOrDefault(doc.text("requestValidatorId", ""), Doc.empty());
        return new RestMethod(
                resourceId,
                path,
                Text.segments(path),
                name,
                doc.text("operationName", ""),
                doc.text("authorizationType", "NONE"),
                authorizers.get(doc.text("authorizerId", "")),
                doc.truth("apiKeyRequired"),
                validator.truth("validateRequestParameters") ? needed(doc.doc("requestParameters")) : List.of(),
                validator.truth("validateRequestBody") ? schemas(doc.textMap("requestModels")) : Map.of(),
                doc.has("methodIntegration") ? integration(doc.doc("methodIntegration")) : null,
                throttle(path, name),
                new Permit());
    }

    private static List<String> needed(Doc parameters) {
        return parameters.members().keySet().stream().filter(parameters::truth).toList();
    }

    private Map<String, Schema> schemas(Map<String, String> byType) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        byType.forEach((type, model) -> schemas.put(type, Schema.of(model, models)));
        return schemas;
    }

    /** A method's settings, else the stage's: keys are {@code path/METHOD} with {@code ~1} for slashes. */
    private Throttle throttle(String path, String method) {
        Doc settings = stage.doc("methodSettings");
        String place = path.equals("/") ? "~1" : path.replace("/", "~1");
        Doc own = settings.doc(place + "/" + method);
        Doc plain = settings.doc(path.substring(1) + "/" + method);
        Doc all = settings.doc("*/*");
        double rate = all.decimal("throttlingRateLimit", ApiLimits.RATE);
        double burst = all.decimal("throttlingBurstLimit", ApiLimits.BURST);
        return new Throttle(
                own.decimal("throttlingRateLimit", plain.decimal("throttlingRateLimit", rate)),
                own.decimal("throttlingBurstLimit", plain.decimal("throttlingBurstLimit", burst)));
    }

    private RestIntegration integration(Doc doc) {
        String type = doc.text("type", "MOCK");
        String uri = FunctionUri.filled(doc.text("uri", ""), variables);
        Map<String, String> parameters = doc.textMap("requestParameters");
        String invocation = parameters.getOrDefault("integration.request.header.X-Amz-Invocation-Type", "");
        return new RestIntegration(
                type,
                type.startsWith("AWS") ? FunctionUri.arn(uri, variables) : "",
                uri,
                doc.text("httpMethod", "POST"),
                doc.has("credentials"),
                invocation.equals("'Event'"),
                Duration.ofMillis(doc.number("timeoutInMillis", (int) ApiLimits.REST_TIMEOUT.toMillis())),
                parameters,
                doc.textMap("requestTemplates"),
                doc.text("passthroughBehavior", "WHEN_NO_MATCH"),
                doc.text("contentHandling", ""),
                responses(doc.doc("integrationResponses")));
    }

    /** Those with a pattern first: the one without takes what they leave. */
    private static List<RestIntegration.Response> responses(Doc byStatus) {
        List<RestIntegration.Response> fitting = new ArrayList<>();
        List<RestIntegration.Response> others = new ArrayList<>();
        for (String status : byStatus.members().keySet()) {
            Doc doc = byStatus.doc(status);
            String pattern = doc.text("selectionPattern", "");
            RestIntegration.Response response = new RestIntegration.Response(
                    Integer.parseInt(status),
                    pattern.isEmpty() ? null : RestAuthorizer.pattern(pattern),
                    doc.textMap("responseParameters"),
                    doc.textMap("responseTemplates"),
                    doc.text("contentHandling", ""));
            (pattern.isEmpty() ? others : fitting).add(response);
        }
        fitting.addAll(others);
        return fitting;
    }
}
