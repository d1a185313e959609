package dev.hearth.storage;

import dev.hearth.services.registry.FunctionPart;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link FunctionPart} as the JSON document of its row; its key is not in it. */
final class PartDocument {

    private PartDocument() {}

    static String write(FunctionPart part) {
        return JsonDocument.write(
                switch (part) {
                    case FunctionPart.Alias alias -> alias(alias);
                    case FunctionPart.Policy policy -> PolicyRows.write(policy.document());
                    case FunctionPart.EventInvoke event -> event(event);
                    case FunctionPart.RuntimeManagement runtime ->
                        Map.of(
                                "updateRuntimeOn", runtime.updateRuntimeOn(),
                                "runtimeVersionArn", runtime.runtimeVersionArn());
                    case FunctionPart.Recursion recursion -> Map.of("recursiveLoop", recursion.recursiveLoop());
                    case FunctionPart.Url url -> UrlRows.write(url.url());
                });
    }

    static FunctionPart read(FunctionPart.Key key, String json) {
        Map<String, Object> document = JsonDocument.read(json);
        return switch (key.kind()) {
            case ALIAS -> alias(key, document);
            case POLICY -> new FunctionPart.Policy(key.function(), key.qualifier(), PolicyRows.read(document));
            case EVENT_INVOKE -> event(key, document);
            case RUNTIME_MANAGEMENT ->
                new FunctionPart.RuntimeManagement(
                        key.function(),
                        key.qualifier(),
                        JsonDocument.text(document, "updateRuntimeOn", "Auto"),
                        JsonDocument.text(document, "runtimeVersionArn", ""));
            case RECURSION ->
                new FunctionPart.Recursion(key.function(), JsonDocument.text(document, "recursiveLoop", "Terminate"));
            case URL -> new FunctionPart.Url(UrlRows.read(key, document));
        };
    }

    private static Map<String, Object> alias(FunctionPart.Alias alias) {
        // A document has no fractions; a double's text reads back exactly.
        Map<String, String> weights = new LinkedHashMap<>();
        alias.weights().forEach((version, weight) -> weights.put(version, Double.toString(weight)));
        return Map.of(
                "version", alias.version(),
                "description", alias.description(),
                "weights", weights,
                "revisionId", alias.revisionId());
    }

    private static FunctionPart alias(FunctionPart.Key key, Map<String, Object> document) {
        Map<String, Double> weights = new HashMap<>();
        JsonDocument.strings(JsonDocument.object(document, "weights"))
                .forEach((version, weight) -> weights.put(version, Double.parseDouble(weight)));
        return new FunctionPart.Alias(
                key.function(),
                key.qualifier(),
                JsonDocument.text(document, "version", ""),
                JsonDocument.text(document, "description", ""),
                weights,
                JsonDocument.text(document, "revisionId", ""));
    }

    private static Map<String, Object> event(FunctionPart.EventInvoke event) {
        Map<String, Object> document = new LinkedHashMap<>();
        Integer retries = event.maximumRetryAttempts();
        Integer age = event.maximumEventAgeSeconds();
        if (retries != null) {
            document.put("maximumRetryAttempts", retries);
        }
        if (age != null) {
            document.put("maximumEventAgeSeconds", age);
        }
        document.put("onSuccess", event.onSuccess());
        document.put("onFailure", event.onFailure());
        document.put("lastModified", event.lastModified().toString());
        return document;
    }

    private static FunctionPart event(FunctionPart.Key key, Map<String, Object> document) {
        return new FunctionPart.EventInvoke(
                key.function(),
                key.qualifier(),
                document.get("maximumRetryAttempts") instanceof Integer retries ? retries : null,
                document.get("maximumEventAgeSeconds") instanceof Integer age ? age : null,
                JsonDocument.text(document, "onSuccess", ""),
                JsonDocument.text(document, "onFailure", ""),
                Instant.parse(JsonDocument.text(document, "lastModified", "1970-01-01T00:00:00Z")));
    }
}
