package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;

/**
 * An OpenAPI definition, 2.0 or 3.0, in JSON or YAML, with API Gateway's extensions.
 *
 * @param root the whole
 */
record OpenApi(Doc root) {

    static final String INTEGRATION = "x-amazon-apigateway-integration";
    static final String ANY = "x-amazon-apigateway-any-method";

    private static final int MAX_ALIASES = 1_000;
    /** Values of a definition, aliases counted as what they repeat. */
    private static final int MAX_NODES = 500_000;

    private static final int MAX_REFERENCES = 32;
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", ANY);

    /** One operation of a path. */
    record Operation(String path, String method, Doc doc) {}

    static OpenApi read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            throw ApiError.BAD_REQUEST.because("Invalid OpenAPI input.");
        }
        if (body.length() > ApiLimits.DEFINITION_BYTES) {
            throw ApiError.BAD_REQUEST.because(
                    "The definition is larger than " + ApiLimits.DEFINITION_BYTES + " bytes");
        }
        Doc root = new Doc(Doc.map(parsed(body)));
        if (!root.has("swagger") && !root.has("openapi")) {
            throw ApiError.BAD_REQUEST.because("Invalid OpenAPI input: it names neither 'swagger' nor 'openapi'.");
        }
        return new OpenApi(root);
    }

    private static @Nullable Object parsed(String body) {
        try {
            return body.stripLeading().startsWith("{") ? Json.read(body) : yaml(body);
        } catch (JacksonException | YamlEngineException broken) {
            throw ApiError.BAD_REQUEST.because("Unable to parse the definition: " + broken.getMessage());
        }
    }

    private static @Nullable Object yaml(String body) {
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(ApiLimits.DEFINITION_BYTES)
                .build();
        int depth = 0;
        // Loading goes as deep as the text does: a look at its events does not.
        for (Event event : new Parse(settings).parseString(body)) {
            requireWithin(0, event instanceof CollectionStartEvent ? ++depth : depth);
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
        }
        Object root = new Load(settings).loadFromString(body);
        counted(root, 0, 0);
        return root;
    }

    /** How many values there are, aliases counted as what they repeat. */
    private static int counted(@Nullable Object value, int before, int depth) {
        requireWithin(before, depth);
        int nodes = before + 1;
        Iterable<?> members =
                value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        for (Object each : members) {
            nodes = counted(each, nodes, depth + 1);
        }
        return nodes;
    }

    private static void requireWithin(int nodes, int depth) {
        if (nodes > MAX_NODES || depth > Json.MAX_DEPTH) {
            throw ApiError.BAD_REQUEST.because("Unable to parse the definition: it is too large or too deep");
        }
    }

    static String yaml(Doc doc) {
        return new Dump(DumpSettings.builder().build()).dumpToString(doc.members());
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        Doc paths = root.doc("paths");
        for (String path : paths.members().keySet()) {
            Doc item = paths.doc(path);
            for (String method : item.members().keySet()) {
                if (METHODS.contains(method)) {
                    Doc operation = item.doc(method).copy();
                    List<Object> parameters = new ArrayList<>();
                    item.docs("parameters").forEach(each -> parameters.add(each.members()));
                    operation.docs("parameters").forEach(each -> parameters.add(each.members()));
                    operation.put("parameters", parameters);
                    all.add(new Operation(
                            path, method.equals(ANY) ? "ANY" : method.toUpperCase(java.util.Locale.ROOT), operation));
                }
            }
        }
        return all;
    }

    /** A document, or what it refers to within the definition. */
    Doc resolved(Doc doc) {
        Doc now = doc;
        for (int i = 0; i < MAX_REFERENCES && now.text("$ref") instanceof String reference; i++) {
            Doc at = root;
            if (!reference.startsWith("#/")) {
                return now;
            }
            for (String part : reference.substring(2).split("/")) {
                at = at.doc(part.replace("~1", "/").replace("~0", "~"));
            }
            now = at;
        }
        return now;
    }

    /** Schemas by their names. */
    Map<String, Doc> schemas() {
        Map<String, Doc> schemas = new LinkedHashMap<>();
        for (Doc all : List.of(root.doc("definitions"), root.doc("components").doc("schemas"))) {
            all.members().keySet().forEach(name -> schemas.put(name, all.doc(name)));
        }
        return schemas;
    }

    /** Ways to prove who calls, by their names. */
    Map<String, Doc> securities() {
        Map<String, Doc> schemes = new LinkedHashMap<>();
        for (Doc all :
                List.of(root.doc("securityDefinitions"), root.doc("components").doc("securitySchemes"))) {
            all.members().keySet().forEach(name -> schemes.put(name, all.doc(name)));
        }
        return schemes;
    }

    /** What an operation asks of its callers: names of schemes, with the scopes. */
    Map<String, List<String>> asked(Doc operation) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        List<Doc> given = operation.has("security") ? operation.docs("security") : root.docs("security");
        for (Doc each : given) {
            each.members().keySet().forEach(name -> asked.put(name, each.texts(name)));
        }
        return asked;
    }

    /** The name of the model that a schema refers to; null when it stands there itself. */
    static @Nullable String model(Doc schema) {
        String reference = schema.text("$ref");
        return reference == null ? null : reference.substring(reference.lastIndexOf('/') + 1);
    }
}
