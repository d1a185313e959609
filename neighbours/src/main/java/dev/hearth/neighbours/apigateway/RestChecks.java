package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** What a method's request validator asks of a request. Pure. */
final class RestChecks {

    private RestChecks() {}

    /** What to say of parameters that are missing; empty when none is. */
    static String missing(RestCall call) {
        if (call.method().needed().isEmpty()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        for (String place : call.method().needed()) {
            String name = place.substring(place.lastIndexOf('.') + 1);
            boolean there = place.startsWith("method.request.header.")
                    ? !call.request().header(name).isEmpty()
                    : place.startsWith("method.request.querystring.")
                            ? call.query().containsKey(name)
                            : !place.startsWith("method.request.path.")
                                    || !call.parameters().getOrDefault(name, "").isEmpty();
            if (!there) {
                names.add(name);
            }
        }
        return names.isEmpty() ? "" : "Missing required request parameters: [" + String.join(", ", names) + "]";
    }

    static boolean isBodyFine(RestCall call) {
        Map<String, Schema> schemas = call.method().schemas();
        if (schemas.isEmpty()) {
            return true;
        }
        Schema schema = schemas.get(call.contentType());
        schema = schema == null ? schemas.get("$default") : schema;
        if (schema == null) {
            return true;
        }
        if (!call.contentType().toLowerCase(Locale.ROOT).contains("json")) {
            return true;
        }
        try {
            return schema.accepts(
                    call.request().body().hasRemaining()
                            ? Json.read(call.request().bytes())
                            : Doc.empty().members());
        } catch (JacksonException notJson) {
            return false;
        }
    }
}
