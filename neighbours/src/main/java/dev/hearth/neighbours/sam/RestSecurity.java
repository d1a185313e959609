package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may call the methods of a REST API: authorizers and API keys in its definition. */
final class RestSecurity {

    private static final String AWS_IAM = "AWS_IAM";
    private static final String DEFINITIONS = "securityDefinitions";
    private static final String KEY = "api_key";
    private static final String NO_KEY = "api_key_false";

    private RestSecurity() {}

    static Map<String, Object> definitions(Definition definition) {
        Object found = definition.doc().get(DEFINITIONS);
        if (Tree.says(found) && !(found instanceof Map)) {
            throw SamProblem.ofTemplate("securityDefinitions must be a dictionary.");
        }
        return Tree.make(definition.doc(), DEFINITIONS);
    }

    static void addKey(Definition definition) {
        definitions(definition).putIfAbsent(KEY, Tree.map("type", "apiKey", "name", "x-api-key", "in", "header"));
    }

    private static void addIam(Definition definition, List<Object> security) {
        if (!security.isEmpty() && security.getFirst() instanceof Map<?, ?> first && first.containsKey(AWS_IAM)) {
            definitions(definition)
                    .putIfAbsent(
                            AWS_IAM,
                            Tree.map(
                                    "x-amazon-apigateway-authtype",
                                    "awsSigv4",
                                    "type",
                                    "apiKey",
                                    "name",
                                    "Authorization",
                                    "in",
                                    "header"));
        }
    }

    /** Requires {@code authorizer} where a method of {@code path} does not say otherwise. */
    static void byDefault(
            Definition definition, String path, String authorizer, Map<String, RestAuthorizer> all, boolean preflight) {
        Set<String> names = new HashSet<>(all.keySet());
        names.add(AWS_IAM);
        for (Definition.Method method : definition.methods(path)) {
            if (!preflight && method.name().equals("options")) {
                continue;
            }
            List<Object> others = new ArrayList<>();
            List<Object> authorizers = new ArrayList<>();
            for (Object one : Definition.security(method.definition(), path, method.name())) {
                Map<String, Object> scheme = scheme(one, path, method.name());
                (scheme.keySet().stream().anyMatch(names::contains) ? authorizers : others).add(scheme);
            }
            Object none = others.stream()
                    .filter(one -> Tree.members(one).containsKey("NONE"))
                    .findFirst()
                    .orElse(null);
            if (none != null) {
                others.remove(none);
                authorizers.clear();
            } else if (authorizers.isEmpty()) {
                RestAuthorizer chosen = all.get(authorizer);
                authorizers.add(Tree.map(authorizer, chosen == null ? new ArrayList<>() : chosen.scopes()));
            }
            others.addAll(authorizers);
            if (!others.isEmpty()) {
                method.definition().put("security", others);
                addIam(definition, others);
            }
        }
    }

    private static Map<String, Object> scheme(Object one, String path, String method) {
        if (one instanceof Map<?, ?> map) {
            return Tree.members(map);
        }
        throw SamProblem.ofTemplate(
                one + " in Security for path " + path + " method " + method + " is not a valid dictionary.");
    }

    /** Requires an API key where a method of {@code path} does not say otherwise. */
    static void keyByDefault(Definition definition, String path, boolean preflight) {
        for (Definition.Method method : definition.methods(path)) {
            List<Object> before = Definition.security(method.definition(), path, method.name());
            List<Object> others = new ArrayList<>();
            List<Object> keys = new ArrayList<>();
            for (Object one : before) {
                Map<String, Object> scheme = scheme(one, path, method.name());
                (scheme.containsKey(KEY) || scheme.containsKey(NO_KEY) ? keys : others).add(scheme);
            }
            boolean open = keys.stream().anyMatch(one -> Tree.members(one).containsKey(NO_KEY));
            if (!open && (preflight || !method.name().equals("options"))) {
                others.add(Tree.map(KEY, new ArrayList<>()));
            }
            if (!others.equals(before)) {
                method.definition().put("security", others);
            }
        }
    }

    /** Requires {@code authorizer} of one method, with {@code scopes} of its own or those of the authorizer. */
    static void authorize(
            Definition definition,
            String path,
            String method,
            String authorizer,
            @Nullable Object authorizers,
            @Nullable Object scopes) {
        for (Map<String, Object> one : definition.methods(path, method)) {
            Map<String, Object> scheme = Tree.map(authorizer, new ArrayList<>());
            if (authorizers instanceof Map<?, ?> all && all.get(authorizer) instanceof Map<?, ?> chosen) {
                Object wanted = scopes == null ? chosen.get("AuthorizationScopes") : scopes;
                if (wanted != null) {
                    scheme.put(authorizer, wanted);
                }
            }
            List<Object> security = new ArrayList<>(Definition.security(one, path, method));
            security.add(scheme);
            one.put("security", security);
            addIam(definition, security);
        }
    }

    static void requireKey(Definition definition, String path, String method, boolean required) {
        for (Map<String, Object> one : definition.methods(path, method)) {
            if (required) {
                addKey(definition);
            }
            List<Object> security = new ArrayList<>(Definition.security(one, path, method));
            security.add(Tree.map(required ? KEY : NO_KEY, new ArrayList<>()));
            one.put("security", security);
        }
    }
}
