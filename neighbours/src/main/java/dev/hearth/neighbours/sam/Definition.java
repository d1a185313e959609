package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The description of an API in a template: OpenAPI 2 or 3 with API Gateway's extensions. It is changed in place. */
final class Definition {

    static final String INTEGRATION = "x-amazon-apigateway-integration";
    static final String ANY = "x-amazon-apigateway-any-method";
    static final String DEFAULT_PATH = "$default";

    private static final String SERVERS = "servers";
    private static final String ENDPOINT = "x-amazon-apigateway-endpoint-configuration";

    private final Map<String, Object> doc;
    private final Map<String, Object> paths;

    /** What {@code doc} describes; it must be {@link #sound}. */
    Definition(Map<String, Object> doc) {
        this.doc = doc;
        this.paths = Tree.members(doc.get("paths"));
        for (String path : paths.keySet()) {
            branches(paths.get(path)).forEach(item -> mapOf(item, path));
        }
    }

    Map<String, Object> doc() {
        return doc;
    }

    List<String> paths() {
        return List.copyOf(paths.keySet());
    }

    Map<String, Object> pathItems() {
        return paths;
    }

    /** Whether it is of OpenAPI's version 3. */
    boolean isOpenApi3() {
        return openApi3(doc.get("openapi"));
    }

    static boolean openApi3(@Nullable Object version) {
        return version != null && String.valueOf(version).matches("3(\\.\\d)(\\.\\d)?");
    }

    /** Whether {@code value} describes a REST API. */
    static boolean sound(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                && map.get("paths") instanceof Map
                && (Tree.says(map.get("swagger")) || openApi3(map.get("openapi")));
    }

    /** Whether {@code value} describes an HTTP API. */
    static boolean soundOpenApi(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.get("paths") instanceof Map && openApi3(map.get("openapi"));
    }

    static Map<String, Object> emptyRest() {
        return Tree.map("swagger", "2.0", "info", info(), "paths", Tree.map());
    }

    static Map<String, Object> emptyHttp() {
        return Tree.map("openapi", "3.0.1", "info", info(), "paths", Tree.map());
    }

    private static Map<String, Object> info() {
        return Tree.map("version", "1.0", "title", Fn.ref("AWS::StackName"));
    }

    /** {@code item} itself, or the branches of the {@code Fn::If} that it is, without {@code AWS::NoValue}. */
    static List<Object> branches(@Nullable Object item) {
        List<Object> found = new ArrayList<>();
        if (item instanceof Map<?, ?> map && map.containsKey(Fn.IF)) {
            if (!(map.get(Fn.IF) instanceof List<?> parts)) {
                throw SamProblem.ofTemplate("Value of Fn::If must be a list.");
            }
            parts.stream().skip(1).filter(part -> !Fn.isNoValue(part)).forEach(found::add);
        } else {
            found.add(item);
        }
        return found;
    }

    static Map<String, Object> mapOf(@Nullable Object item, String path) {
        if (item instanceof Map<?, ?> map) {
            return Tree.members(map);
        }
        throw SamProblem.ofTemplate("Value of '" + path + "' path must be a dictionary according to Swagger spec.");
    }

    private static Map<String, Object> methodOf(@Nullable Object item, String path, String method) {
        if (item instanceof Map<?, ?> map) {
            return Tree.members(map);
        }
        throw SamProblem.ofTemplate("Definition of method '" + method + "' for path '" + path + "' should be a map.");
    }

    /** How {@code method} is written in a definition. */
    static String method(String method) {
        String lower = method.toLowerCase(java.util.Locale.ROOT);
        return lower.equals("any") ? ANY : lower;
    }

    List<Map<String, Object>> itemsOf(String path) {
        return branches(paths.get(path)).stream().map(item -> mapOf(item, path)).toList();
    }

    boolean has(String path, String method) {
        return paths.containsKey(path) && itemsOf(path).stream().allMatch(item -> item.containsKey(method(method)));
    }

    boolean hasIntegration(String path, String method) {
        return has(path, method)
                && itemsOf(path).stream()
                        .allMatch(item -> branches(item.get(method(method))).stream()
                                .anyMatch(one -> one instanceof Map<?, ?> map && Tree.says(map.get(INTEGRATION))));
    }

    void add(String path, String method) {
        if (!paths.containsKey(path)) {
            paths.put(path, Tree.map());
        }
        itemsOf(path).forEach(item -> item.putIfAbsent(method(method), Tree.map()));
    }

    /** The definitions of {@code method} at {@code path} that have an integration. */
    List<Map<String, Object>> methods(String path, String method) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> item : itemsOf(path)) {
            for (Object one : branches(item.get(method(method)))) {
                Map<String, Object> definition = methodOf(one, path, method);
                if (Tree.says(definition.get(INTEGRATION))) {
                    found.add(definition);
                }
            }
        }
        return found;
    }

    /**
     * A method of a path.
     *
     * @param name as definitions write it
     * @param definition what is said of it
     */
    record Method(String name, Map<String, Object> definition) {}

    /** All methods of {@code path} that have an integration. */
    List<Method> methods(String path) {
        List<Method> found = new ArrayList<>();
        for (Map<String, Object> item : itemsOf(path)) {
            item.forEach((name, value) -> {
                if (List.of("summary", "description", "parameters").contains(name)) {
                    return;
                }
                for (Object one : branches(value)) {
                    Map<String, Object> definition = methodOf(one, path, name);
                    if (Tree.says(definition.get(INTEGRATION))) {
                        found.add(new Method(method(name), definition));
                    }
                }
            });
        }
        return found;
    }

    void timeout(String path, String method, Object millis) {
        methods(path, method).forEach(one -> Tree.at(one, INTEGRATION).put("timeoutInMillis", millis));
    }

    /** Says whether the endpoint of API Gateway itself is closed. */
    void disableEndpoint(Object disabled) {
        if (!isOpenApi3()) {
            Tree.make(doc, ENDPOINT).put("disableExecuteApiEndpoint", disabled);
            return;
        }
        if (!(doc.get(SERVERS) instanceof List)) {
            doc.put(SERVERS, Tree.list(Tree.map()));
        }
        for (Object server : Tree.items(doc.get(SERVERS))) {
            if (!(server instanceof Map)) {
                throw SamProblem.ofTemplate("Value of 'servers' item must be a dictionary according to Swagger spec.");
            }
            Tree.make(Tree.members(server), ENDPOINT).put("disableExecuteApiEndpoint", disabled);
        }
    }

    /** {@code path} for an ARN: with a star for each of its variables. */
    static String pattern(String path) {
        return path.replaceAll("\\{([a-zA-Z0-9._-]+|[a-zA-Z0-9._-]+\\+|proxy\\+)}", "*");
    }

    /** The list at {@code security} of {@code method}, which must be one. */
    static List<Object> security(Map<String, Object> method, String path, String name) {
        return switch (method.get("security")) {
            case null -> new ArrayList<>();
            case List<?> list -> Tree.items(list);
            default ->
                throw SamProblem.ofTemplate(
                        "Type of security for path " + path + " method " + name + " must be a list");
        };
    }
}
