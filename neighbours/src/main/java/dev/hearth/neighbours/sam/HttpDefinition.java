package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the transform writes into the definition of an HTTP API. */
final class HttpDefinition {

    private static final Pattern VARIABLE = Pattern.compile("\\{(.*?)}");
    private static final Pattern FUNCTION = Pattern.compile("([A-Za-z0-9]+)\\.Arn");

    private HttpDefinition() {}

    static Map<String, Object> schemes(Definition definition) {
        return Tree.make(Tree.make(definition.doc(), "components"), "securitySchemes");
    }

    /** Adds a call of a function for {@code method} of {@code path}, unless something answers there already. */
    static void integrate(
            Definition definition, String path, String method, @Nullable String condition, Map<String, Object> uri) {
        if (definition.hasIntegration(path, method)) {
            return;
        }
        definition.add(path, method);
        String name = Definition.method(method);
        for (Map<String, Object> item : definition.itemsOf(path)) {
            Map<String, Object> one = Tree.make(item, name);
            one.put(
                    Definition.INTEGRATION,
                    Tree.map(
                            "type",
                            "aws_proxy",
                            "httpMethod",
                            "POST",
                            "payloadFormatVersion",
                            "2.0",
                            "uri",
                            condition == null ? uri : Fn.when(condition, uri)));
            if (path.equals(Definition.DEFAULT_PATH) && name.equals(Definition.ANY)) {
                one.put("isDefaultRoute", true);
            }
            one.putIfAbsent("responses", Tree.map());
            if (condition != null) {
                item.put(name, Fn.when(condition, one));
            }
        }
    }

    /** Whether the default route calls the function {@code id}. */
    static boolean defaultCalls(Definition definition, String id) {
        if (!definition.hasIntegration(Definition.DEFAULT_PATH, Definition.ANY)) {
            return false;
        }
        for (Map<String, Object> one : definition.methods(Definition.DEFAULT_PATH, Definition.ANY)) {
            Object uri = Tree.at(one, Definition.INTEGRATION).get("uri");
            if (!(uri instanceof Map)) {
                return false;
            }
            for (Object branch : Definition.branches(uri)) {
                Object text = branch instanceof Map<?, ?> map ? map.get(Fn.SUB) : null;
                Matcher matcher = FUNCTION.matcher(String.valueOf(text));
                if (!matcher.find() || !id.equals(matcher.group(1))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Declares the variables of {@code path} as parameters of {@code method}. */
    static void pathParameters(Definition definition, String path, String method) {
        List<String> names = VARIABLE.matcher(path)
                .results()
                .map(found -> String.valueOf(found.group(1)))
                .toList();
        if (names.isEmpty()) {
            return;
        }
        for (Map<String, Object> one : definition.methods(path, method)) {
            one.putIfAbsent("parameters", new ArrayList<>());
            List<Object> parameters = Tree.items(one.get("parameters"));
            for (String name : names) {
                Map<String, Object> parameter = parameters.stream()
                        .filter(known -> known instanceof Map<?, ?> map && name.equals(map.get("name")))
                        .findFirst()
                        .map(Tree::members)
                        .orElse(null);
                if (parameter == null) {
                    parameter = Tree.map("name", name);
                    parameters.add(parameter);
                }
                parameter.put("in", "path");
                parameter.put("required", true);
            }
        }
    }

    static void payloadFormat(Definition definition, String path, String method, Object version) {
        definition
                .methods(path, method)
                .forEach(one -> Tree.at(one, Definition.INTEGRATION).put("payloadFormatVersion", version));
    }

    /** Requires {@code authorizer} where a method of {@code path} says nothing of its own. */
    static void byDefault(Definition definition, String path, String authorizer, HttpAuthorizer chosen) {
        for (Definition.Method method : definition.methods(path)) {
            if (!method.name().equals("options")
                    && !Tree.says(method.definition().get("security"))) {
                method.definition().put("security", Tree.list(Tree.map(authorizer, chosen.scopes())));
            }
        }
    }

    /** Requires {@code authorizer} of one method. */
    static void authorize(
            Definition definition,
            String path,
            String method,
            String authorizer,
            Map<String, Object> authorizers,
            @Nullable Object scopes) {
        for (Map<String, Object> one : definition.methods(path, method)) {
            Object wanted = Tree.either(scopes, Tree.at(authorizers, authorizer).get("AuthorizationScopes"));
            boolean own = !authorizer.equals("NONE") && !authorizer.equals("AWS_IAM") && Tree.says(wanted);
            List<Object> security = new ArrayList<>(Definition.security(one, path, method));
            security.add(Tree.map(authorizer, own ? wanted : new ArrayList<>()));
            one.put("security", security);
        }
    }

    static void tags(Definition definition, Map<String, Object> tags) {
        if (definition.doc().get("tags") != null && !(definition.doc().get("tags") instanceof List)) {
            throw SamProblem.ofTemplate("Tags in OpenApi DefinitionBody needs to be a list.");
        }
        definition.doc().putIfAbsent("tags", new ArrayList<>());
        List<Object> all = Tree.items(definition.doc().get("tags"));
        tags.forEach((name, value) -> {
            Map<String, Object> tag = all.stream()
                    .filter(known -> known instanceof Map<?, ?> map && name.equals(map.get("name")))
                    .findFirst()
                    .map(Tree::members)
                    .orElse(null);
            if (tag == null) {
                tag = Tree.map("name", name);
                all.add(tag);
            }
            tag.put("x-amazon-apigateway-tag-value", value);
        });
    }
}
