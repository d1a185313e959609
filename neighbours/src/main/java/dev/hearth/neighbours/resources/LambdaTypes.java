package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The smaller types of Lambda. */
final class LambdaTypes {

    private static final String LAMBDA = "lambda";
    private static final String FUNCTION = "FunctionName";
    private static final int POLLS = 300;
    private static final Duration POLL = Duration.ofMillis(100);

    private LambdaTypes() {}

    static List<ResourceType> all() {
        return List.of(
                new LambdaFunction(),
                version(),
                alias(),
                layer(),
                permission(),
                url(),
                new EventSourceMapping(),
                invokeConfig(),
                layerPermission());
    }

    private static ResourceType version() {
        return Declared.of("AWS::Lambda::Version", LAMBDA)
                .create("PublishVersion", wish -> Properties.without(wish, "ProvisionedConcurrencyConfig"))
                .id((wish, response) -> Properties.text(response, "FunctionArn"))
                .attribute("Version", "Version")
                .attribute("FunctionArn", "FunctionArn")
                .read("GetFunctionConfiguration", (id, wish) -> Map.of(FUNCTION, id))
                .replacing(FUNCTION, "CodeSha256", "Description", "RuntimePolicy")
                .after((id, before, now, calls) ->
                        provisioned(now.need(FUNCTION), id.substring(id.lastIndexOf(':') + 1), before, now, calls))
                .delete("DeleteFunction", (id, wish) -> Map.of(FUNCTION, id));
    }

    /** Until the concurrency is there, a version or alias is not. */
    private static void provisioned(
            String function, String qualifier, @Nullable Wish before, Wish now, AwsCalls calls) {
        Map<String, Object> wanted = Tree.map(now.properties(), "ProvisionedConcurrencyConfig");
        Map<String, Object> key = Map.of(FUNCTION, function, "Qualifier", qualifier);
        if (wanted.isEmpty()) {
            if (before != null && before.properties().containsKey("ProvisionedConcurrencyConfig")) {
                Properties.gone(() -> calls.call(LAMBDA, "DeleteProvisionedConcurrencyConfig", key));
            }
            return;
        }
        Object number = wanted.getOrDefault("ProvisionedConcurrentExecutions", 1);
        calls.call(
                LAMBDA,
                "PutProvisionedConcurrencyConfig",
                Properties.with(key, "ProvisionedConcurrentExecutions", number));
        for (int poll = 0; poll < POLLS; poll++) {
            String status = Properties.text(calls.call(LAMBDA, "GetProvisionedConcurrencyConfig", key), "Status");
            if (!status.equals("IN_PROGRESS")) {
                return;
            }
            calls.pause(POLL);
        }
    }

    private static ResourceType alias() {
        return Declared.of("AWS::Lambda::Alias", LAMBDA)
                .create("CreateAlias", LambdaTypes::aliasInput)
                .id((wish, response) -> wish.scope()
                        .arn(LAMBDA, "function:" + functionName(wish.need(FUNCTION)) + ":" + wish.need("Name")))
                .computed("AliasArn", (id, wish) -> id)
                .update("UpdateAlias", (id, wish) -> aliasInput(wish))
                .marked(Mark.property(
                        "Description",
                        LAMBDA,
                        "GetAlias",
                        (id, wish) -> Map.of(FUNCTION, wish.need(FUNCTION), "Name", wish.need("Name"))))
                .replacing(FUNCTION, "Name")
                .after((id, before, now, calls) ->
                        provisioned(now.need(FUNCTION), now.need("Name"), before, now, calls))
                .delete("DeleteAlias", (id, wish) -> Map.of(FUNCTION, wish.need(FUNCTION), "Name", wish.need("Name")));
    }

    private static Map<String, Object> aliasInput(Wish wish) {
        Map<String, Object> input = Properties.without(wish, "ProvisionedConcurrencyConfig", "RoutingConfig");
        Map<String, Object> routing = Tree.map(wish.properties(), "RoutingConfig");
        Map<String, Object> weights = new LinkedHashMap<>();
        Tree.list(routing.get("AdditionalVersionWeights")).forEach(each -> {
            Map<String, Object> weight = Tree.map(each);
            weights.put(Tree.text(weight, "FunctionVersion", ""), weight.getOrDefault("FunctionWeight", 0));
        });
        input.put("RoutingConfig", Map.of("AdditionalVersionWeights", weights));
        input.putIfAbsent("Description", "");
        return input;
    }

    private static String functionName(String reference) {
        return reference.startsWith("arn:") ? reference.split(":")[6] : reference;
    }

    private static ResourceType layer() {
        return Declared.of("AWS::Lambda::LayerVersion", LAMBDA)
                .create("PublishLayerVersion", wish -> {
                    Map<String, Object> input = Properties.without(wish);
                    input.putIfAbsent("LayerName", wish.madeUp(64));
                    return input;
                })
                .id((wish, response) -> Properties.text(response, "LayerVersionArn"))
                .computed("LayerVersionArn", (id, wish) -> id)
                .find((wish, calls) -> lastLayer(wish, calls))
                .delete("DeleteLayerVersion", (id, wish) -> layerKey(id));
    }

    /** What a lost attempt published: nobody else publishes under a name that CloudFormation made up. */
    private static @Nullable String lastLayer(Wish wish, AwsCalls calls) {
        if (wish.properties().containsKey("LayerName")) {
            return null;
        }
        Map<String, Object> versions = calls.call(LAMBDA, "ListLayerVersions", Map.of("LayerName", wish.madeUp(64)));
        return Tree.list(versions.get("LayerVersions")).stream()
                .map(each -> Properties.text(Tree.map(each), "LayerVersionArn"))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Object> layerKey(String arn) {
        int colon = arn.lastIndexOf(':');
        String layer = arn.substring(0, colon);
        return Map.of(
                "LayerName", layer.substring(layer.lastIndexOf(':') + 1), "VersionNumber", arn.substring(colon + 1));
    }

    private static ResourceType layerPermission() {
        return Declared.of("AWS::Lambda::LayerVersionPermission", LAMBDA)
                .create("AddLayerVersionPermission", wish -> {
                    Map<String, Object> input = Properties.without(wish, "LayerVersionArn");
                    input.putAll(layerKey(wish.need("LayerVersionArn")));
                    input.put("StatementId", wish.madeUp(100));
                    return input;
                })
                .id((wish, response) -> wish.need("LayerVersionArn") + "#" + wish.madeUp(100))
                .delete("RemoveLayerVersionPermission", (id, wish) -> {
                    int hash = id.lastIndexOf('#');
                    return Properties.with(layerKey(id.substring(0, hash)), "StatementId", id.substring(hash + 1));
                });
    }

    private static ResourceType permission() {
        return Declared.of("AWS::Lambda::Permission", LAMBDA)
                .create("AddPermission", wish -> Properties.with(wish.properties(), "StatementId", wish.madeUp(100)))
                .id((wish, response) -> wish.madeUp(100))
                .computed("Id", (id, wish) -> id)
                .delete("RemovePermission", (id, wish) -> Map.of(FUNCTION, wish.need(FUNCTION), "StatementId", id));
    }

    private static ResourceType url() {
        return Declared.of("AWS::Lambda::Url", LAMBDA)
                .create("CreateFunctionUrlConfig", LambdaTypes::urlInput)
                .id((wish, response) ->
                        wish.scope().arn(LAMBDA, "function:" + functionName(wish.need("TargetFunctionArn")))
                                + (wish.properties().containsKey("Qualifier") ? ":" + wish.need("Qualifier") : ""))
                .read("GetFunctionUrlConfig", (id, wish) -> urlKey(wish))
                .attribute("FunctionArn", "FunctionArn")
                .attribute("FunctionUrl", "FunctionUrl")
                .update("UpdateFunctionUrlConfig", (id, wish) -> {
                    Map<String, Object> input = urlInput(wish);
                    input.putIfAbsent("Cors", Map.of());
                    input.putIfAbsent("InvokeMode", "BUFFERED");
                    return input;
                })
                .replacing("TargetFunctionArn", "Qualifier")
                .marked(new UrlHeader())
                .delete("DeleteFunctionUrlConfig", (id, wish) -> urlKey(wish));
    }

    /** A URL has neither tags nor a description: until it is recorded it exposes a header that is the mark. */
    private static final class UrlHeader implements Mark {

        private static List<Object> header(Wish wish) {
            return List.of("x-hearth-" + wish.mark());
        }

        @Override
        public Map<String, Object> put(Map<String, Object> input, Wish wish) {
            return Properties.with(input, "Cors", Map.of("ExposeHeaders", header(wish)));
        }

        @Override
        public boolean isOn(String id, Wish wish, AwsCalls calls) {
            Map<String, Object> there = calls.call(LAMBDA, "GetFunctionUrlConfig", urlKey(wish));
            Map<String, Object> cors = Tree.map(Properties.member(there, "Cors"));
            return header(wish).equals(Properties.member(cors, "ExposeHeaders"));
        }

        @Override
        public boolean isInTheWay() {
            return true;
        }
    }

    private static Map<String, Object> urlKey(Wish wish) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put(FUNCTION, wish.need("TargetFunctionArn"));
        if (wish.properties().containsKey("Qualifier")) {
            key.put("Qualifier", wish.need("Qualifier"));
        }
        return key;
    }

    private static Map<String, Object> urlInput(Wish wish) {
        Map<String, Object> input = Properties.without(wish, "TargetFunctionArn");
        input.putAll(urlKey(wish));
        return input;
    }

    private static ResourceType invokeConfig() {
        return Declared.of("AWS::Lambda::EventInvokeConfig", LAMBDA)
                .create("PutFunctionEventInvokeConfig", Wish::properties)
                .update("PutFunctionEventInvokeConfig", (id, wish) -> wish.properties())
                .replacing(FUNCTION, "Qualifier")
                .delete(
                        "DeleteFunctionEventInvokeConfig",
                        (id, wish) ->
                                Map.of(FUNCTION, wish.need(FUNCTION), "Qualifier", wish.text("Qualifier", "$LATEST")));
    }
}
