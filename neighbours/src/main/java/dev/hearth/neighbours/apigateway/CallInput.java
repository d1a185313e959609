package dev.hearth.neighbours.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** {@link TemplateInput} of a call: its parameters, and a body that is the caller's or the integration's. */
final class CallInput implements TemplateInput {

    private final RestCall call;
    private final String body;
    private @Nullable Object parsed;
    private boolean isParsed;

    CallInput(RestCall call, String body) {
        this.call = call;
        this.body = body;
    }

    @Override
    public String getBody() {
        return body;
    }

    private @Nullable Object parsed() {
        if (!isParsed) {
            isParsed = true;
            try {
                parsed = body.isBlank() ? Doc.empty().members() : Json.read(body);
            } catch (JacksonException notJson) {
                parsed = null;
            }
        }
        return parsed;
    }

    @Override
    public String json(String path) {
        Object found = path(path);
        return found == null ? "\"\"" : Json.write(found);
    }

    @Override
    public @Nullable Object path(String path) {
        try {
            return Paths.read(parsed(), path);
        } catch (IllegalArgumentException notAPath) {
            return null;
        }
    }

    @Override
    public Map<String, Map<String, String>> params() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("path", call.parameters());
        all.put("querystring", lasts(call.query()));
        all.put("header", lasts(call.headers()));
        return all;
    }

    private static Map<String, String> lasts(Map<String, List<String>> values) {
        Map<String, String> lasts = new LinkedHashMap<>();
        values.forEach((name, each) -> lasts.put(name, each.getLast()));
        return lasts;
    }

    @Override
    public @Nullable Object params(String name) {
        Map<String, Map<String, String>> all = params();
        if (all.containsKey(name)) {
            return all.get(name);
        }
        for (String kind : new String[] {"path", "querystring"}) {
            if (all.get(kind).get(name) instanceof String value) {
                return value;
            }
        }
        String header = call.request().headers().first(name);
        return header == null ? "" : header;
    }
}
