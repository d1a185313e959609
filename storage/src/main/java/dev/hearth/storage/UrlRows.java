package dev.hearth.storage;

import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.FunctionUrl;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link FunctionUrl} as the members of its document. */
final class UrlRows {

    private UrlRows() {}

    static Map<String, Object> write(FunctionUrl url) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", url.id());
        document.put("authType", url.authType().name());
        document.put("invokeMode", url.invokeMode().name());
        document.put("created", url.created().toString());
        document.put("modified", url.modified().toString());
        if (url.cors() != null) {
            document.put("cors", cors(url.cors()));
        }
        return document;
    }

    private static Map<String, Object> cors(FunctionUrl.Cors cors) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (cors.allowCredentials() != null) {
            document.put("allowCredentials", cors.allowCredentials());
        }
        document.put("allowHeaders", cors.allowHeaders());
        document.put("allowMethods", cors.allowMethods());
        document.put("allowOrigins", cors.allowOrigins());
        document.put("exposeHeaders", cors.exposeHeaders());
        if (cors.maxAge() != null) {
            document.put("maxAge", cors.maxAge());
        }
        return document;
    }

    static FunctionUrl read(FunctionPart.Key key, Map<String, Object> document) {
        return new FunctionUrl(
                JsonDocument.text(document, "id", ""),
                key.function(),
                key.qualifier(),
                FunctionUrl.AuthType.valueOf(JsonDocument.text(document, "authType", "AWS_IAM")),
                FunctionUrl.InvokeMode.valueOf(JsonDocument.text(document, "invokeMode", "BUFFERED")),
                document.containsKey("cors") ? cors(JsonDocument.object(document, "cors")) : null,
                Instant.parse(JsonDocument.text(document, "created", "1970-01-01T00:00:00Z")),
                Instant.parse(JsonDocument.text(document, "modified", "1970-01-01T00:00:00Z")));
    }

    private static FunctionUrl.Cors cors(Map<String, Object> cors) {
        return new FunctionUrl.Cors(
                cors.get("allowCredentials") instanceof Boolean truth ? truth : null,
                JsonDocument.list(cors, "allowHeaders"),
                JsonDocument.list(cors, "allowMethods"),
                JsonDocument.list(cors, "allowOrigins"),
                JsonDocument.list(cors, "exposeHeaders"),
                cors.get("maxAge") instanceof Integer seconds ? seconds : null);
    }
}
