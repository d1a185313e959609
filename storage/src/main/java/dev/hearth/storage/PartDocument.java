package dev.hearth.storage;

import dev.hearth.services.registry.FunctionPart;
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
                });
    }

    static FunctionPart read(FunctionPart.Key key, String json) {
        Map<String, Object> document = JsonDocument.read(json);
        return switch (key.kind()) {
            case ALIAS -> alias(key, document);
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
}
