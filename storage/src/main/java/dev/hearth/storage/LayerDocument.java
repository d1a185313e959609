package dev.hearth.storage;

import dev.hearth.services.registry.LayerVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link LayerVersion} as the JSON document of its row; name and number are not in it. */
final class LayerDocument {

    private LayerDocument() {}

    static String write(LayerVersion layer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("description", layer.description());
        document.put("licenseInfo", layer.licenseInfo());
        document.put("runtimes", layer.runtimes());
        document.put("architectures", layer.architectures());
        document.put("created", layer.created().toString());
        document.put("code", ConfigurationDocument.code(layer.code()));
        document.put("policy", PolicyRows.write(layer.policy()));
        return JsonDocument.write(document);
    }

    static LayerVersion read(String name, long version, String json) {
        Map<String, Object> document = JsonDocument.read(json);
        return new LayerVersion(
                name,
                version,
                JsonDocument.text(document, "description", ""),
                JsonDocument.text(document, "licenseInfo", ""),
                JsonDocument.list(document, "runtimes"),
                JsonDocument.list(document, "architectures"),
                Instant.parse(JsonDocument.text(document, "created", "1970-01-01T00:00:00Z")),
                ConfigurationDocument.code(JsonDocument.object(document, "code")),
                PolicyRows.read(JsonDocument.object(document, "policy")));
    }
}
