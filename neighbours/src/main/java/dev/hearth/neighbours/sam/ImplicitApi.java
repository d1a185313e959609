package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The API that functions with {@code Api} or {@code HttpApi} events share when they name none, and the paths of those
 * that they name. It runs before Globals are applied, which count for the implicit API as well.
 */
final class ImplicitApi {

    static final String MANAGED = "__MANAGE_SWAGGER";

    private final boolean http;
    private final String id;
    private final String eventType;
    private final String apiProperty;
    private final Map<String, Object> template;
    private final Map<String, Object> resources;
    private final Globals globals;

    /** By API, path and method: the condition of the function that answers; null for none. */
    private final Map<String, Map<String, Map<String, @Nullable String>>> conditions = new LinkedHashMap<>();

    private final List<String> deletion = new ArrayList<>();
    private final List<String> replacement = new ArrayList<>();

    private ImplicitApi(boolean http, Map<String, Object> template, Globals globals) {
        this.http = http;
        this.id = http ? "ServerlessHttpApi" : "ServerlessRestApi";
        this.eventType = http ? "HttpApi" : "Api";
        this.apiProperty = http ? "ApiId" : "RestApiId";
        this.template = template;
        this.resources = Tree.at(template, "Resources");
        this.globals = globals;
    }

    /** Adds the implicit APIs that {@code template} needs; what is wrong is added to {@code problems}. */
    static void addTo(Map<String, Object> template, Globals globals, List<SamProblem> problems) {
        bodies(Tree.at(template, "Resources"));
        new ImplicitApi(false, template, globals).add(problems);
        new ImplicitApi(true, template, globals).add(problems);
    }

    /** APIs without a definition get an empty one, for events to fill. */
    private static void bodies(Map<String, Object> resources) {
        resources.forEach((id, value) -> {
            Map<String, Object> resource = Tree.members(value);
            boolean rest = RestApi.TYPE.equals(resource.get("Type"));
            if (!rest && !HttpApi.TYPE.equals(resource.get("Type"))) {
                return;
            }
            Map<String, Object> properties = Tree.make(resource, "Properties");
            if (Tree.says(properties.get("DefinitionBody")) || Tree.says(properties.get("DefinitionUri"))) {
                return;
            }
            properties.put("DefinitionBody", rest ? Definition.emptyRest() : Definition.emptyHttp());
            properties.put(MANAGED, true);
        });
    }

    private void add(List<SamProblem> problems) {
        Object before = resources.get(id);
        Map<String, Object> properties = Tree.map();
        if (!http) {
            properties.put("StageName", "Prod");
        }
        properties.put("DefinitionBody", http ? Definition.emptyHttp() : Definition.emptyRest());
        properties.put(MANAGED, true);
        resources.put(id, Tree.map("Type", http ? HttpApi.TYPE : RestApi.TYPE, "Properties", properties));
        resources.forEach((name, value) -> {
            Map<String, Object> resource = Tree.members(value);
            if (FunctionKind.TYPE.equals(resource.get("Type"))) {
                try {
                    events(name, resource);
                } catch (SamProblem problem) {
                    problems.add(problem);
                }
            }
        });
        Map<String, Object> implicit = Tree.members(resources.get(id));
        attribute(implicit, "DeletionPolicy", deletion, List.of("Retain", "Delete"));
        attribute(implicit, "UpdateReplacePolicy", replacement, List.of("Retain", "Snapshot", "Delete"));
        condition(implicit);
        pathConditions();
        if (Tree.at(Tree.at(properties, "DefinitionBody"), "paths").isEmpty()) {
            if (before == null) {
                resources.remove(id);
            } else {
                resources.put(id, before);
            }
        }
    }

    private void events(String function, Map<String, Object> resource) {
        Map<String, Object> events = Tree.at(Tree.at(resource, "Properties"), "Events");
        for (Map.Entry<String, Object> entry : events.entrySet()) {
            if (!(entry.getValue() instanceof Map<?, ?> event) || !eventType.equals(event.get("Type"))) {
                continue;
            }
            Object given = event.get("Properties");
            if (given != null && !(given instanceof Map)) {
                throw SamProblem.ofEvent(function, entry.getKey(), "Properties should be a map.");
            }
            if (!http && !Tree.says(given)) {
                continue;
            }
            event(function, entry.getKey(), resource, Tree.make(Tree.members(event), "Properties"));
        }
    }

    private void event(String function, String event, Map<String, Object> resource, Map<String, Object> properties) {
        if (!properties.containsKey(apiProperty)) {
            shareTags(resource);
            properties.put(apiProperty, Fn.ref(id));
        }
        if (http && !Tree.says(properties.get("Path")) && !Tree.says(properties.get("Method"))) {
            properties.put("Path", Definition.DEFAULT_PATH);
            properties.put("Method", Definition.ANY);
        }
        String path = text(function, event, properties, "Path");
        String method = text(function, event, properties, "Method");
        Object named = properties.get(apiProperty);
        if (named instanceof Map<?, ?> map && map.get(Fn.REF) instanceof String ref) {
            named = ref;
        }
        if (!(named instanceof String api)) {
            throw SamProblem.ofEvent(function, event, "Property '" + apiProperty + "' should be a string.");
        }
        Object condition = resource.get("Condition");
        if (condition != null && !(condition instanceof String)) {
            throw SamProblem.ofTemplate("Every Condition member must be a string.");
        }
        conditions
                .computeIfAbsent(api, key -> new LinkedHashMap<>())
                .computeIfAbsent(path, key -> new LinkedHashMap<>())
                .put(method, (String) condition);
        if (api.equals(id)) {
            note(deletion, resource.get("DeletionPolicy"));
            note(replacement, resource.get("UpdateReplacePolicy"));
        }
        declare(function, event, api, path, method);
        if (http && properties.containsKey("RouteSettings")) {
            routeSettings(function, event, api, properties, (String) condition);
        }
    }

    private static void note(List<String> policies, @Nullable Object policy) {
        if (policy != null) {
            policies.add(String.valueOf(policy));
        }
    }

    private static String text(String function, String event, Map<String, Object> properties, String name) {
        return switch (properties.get(name)) {
            case String text -> text;
            case null -> throw SamProblem.ofEvent(function, event, "Property '" + name + "' is required.");
            default -> throw SamProblem.ofEvent(function, event, "Property '" + name + "' should be a string.");
        };
    }

    private void shareTags(Map<String, Object> resource) {
        Map<String, Object> own = Tree.at(resource, "Properties");
        Map<String, Object> global = globals.of(FunctionKind.TYPE);
        boolean propagate = Tree.says(own.get("PropagateTags")) || Tree.says(global.get("PropagateTags"));
        Object tags = Tree.either(own.get("Tags"), global.get("Tags"));
        if (propagate && tags instanceof Map<?, ?> map) {
            Map<String, Object> properties = Tree.make(Tree.members(resources.get(id)), "Properties");
            Tree.make(properties, "Tags").putAll(Tree.members(map));
            properties.put("PropagateTags", true);
        }
    }

    private void declare(String function, String event, String api, String path, String method) {
        String type = http ? HttpApi.TYPE : RestApi.TYPE;
        boolean wrong =
                !(resources.get(api) instanceof Map<?, ?> found) || (!http && HttpApi.TYPE.equals(found.get("Type")));
        if (wrong) {
            throw SamProblem.ofEvent(
                    function,
                    event,
                    apiProperty + " must be a valid reference to an '" + type + "' resource in same template.");
        }
        Map<String, Object> properties = Tree.at(Tree.members(resources.get(api)), "Properties");
        Object body = properties.get("DefinitionBody");
        boolean sound = http ? Definition.soundOpenApi(body) : Definition.sound(body);
        if (sound && Tree.says(properties.get(MANAGED))) {
            new Definition(Tree.members(body)).add(path, method);
        }
    }

    private void routeSettings(
            String function, String event, String api, Map<String, Object> properties, @Nullable String condition) {
        if (!(properties.get("RouteSettings") instanceof Map<?, ?> given)) {
            throw SamProblem.ofEvent(function, event, "Property 'RouteSettings' should be a map.");
        }
        String method = String.valueOf(properties.get("Method"));
        String path = String.valueOf(properties.get("Path"));
        String route = method.equals(Definition.ANY) ? path : method.toUpperCase(Locale.ROOT) + " " + path;
        Map<String, Object> settings = condition == null ? Tree.members(given) : Fn.when(condition, given);
        Map<String, Object> apiProperties = Tree.make(Tree.members(resources.get(api)), "Properties");
        Tree.make(Tree.make(apiProperties, "RouteSettings"), route).putAll(settings);
    }

    private static void attribute(Map<String, Object> api, String name, List<String> said, List<String> strongest) {
        strongest.stream().filter(said::contains).findFirst().ifPresent(policy -> api.put(name, policy));
    }

    /** The implicit API exists when one of its functions does. */
    private void condition(Map<String, Object> implicit) {
        TreeSet<String> names = new TreeSet<>();
        for (Map<String, @Nullable String> methods :
                conditions.getOrDefault(id, Map.of()).values()) {
            if (methods.containsValue(null)) {
                return;
            }
            methods.values().forEach(name -> names.add(String.valueOf(name)));
        }
        any(id + "Condition", names, name -> implicit.put("Condition", name));
    }

    private void pathConditions() {
        conditions.forEach((api, paths) -> {
            Map<String, Object> properties =
                    Tree.at(resources.get(api) instanceof Map<?, ?> map ? Tree.members(map) : Tree.map(), "Properties");
            if (!Tree.says(properties.get(MANAGED))) {
                return;
            }
            Map<String, Object> items = Tree.at(Tree.at(properties, "DefinitionBody"), "paths");
            paths.forEach((path, methods) -> {
                if (methods.containsValue(null) || !items.containsKey(path)) {
                    return;
                }
                TreeSet<String> names = new TreeSet<>();
                methods.values().forEach(name -> names.add(String.valueOf(name)));
                String combined =
                        api + path.replace("/", "SLASH").replace("{", "OB").replace("}", "CB") + "PathCondition";
                any(combined, names, name -> items.put(path, Fn.when(name, items.get(path))));
            });
        });
    }

    private void any(String combined, TreeSet<String> names, java.util.function.Consumer<String> use) {
        if (names.isEmpty()) {
            return;
        }
        if (names.size() == 1) {
            use.accept(names.first());
            return;
        }
        Conditions.addAny(Tree.make(template, "Conditions"), combined, List.copyOf(names));
        use.accept(combined);
    }
}
