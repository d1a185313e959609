package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the transform writes into the definition of a REST API, but for who may call it. */
final class RestDefinition {

    private static final List<String> METHODS = List.of("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH");
    private static final String RESPONSE_HEADER = "method.response.header.";

    private RestDefinition() {}

    /** Adds a call of a function for {@code method} of {@code path}. */
    static void integrate(
            Definition definition,
            String path,
            String method,
            Target target,
            Map<String, Object> uri,
            @Nullable Object credentials,
            boolean streams) {
        definition.add(path, method);
        String condition = target.condition();
        String name = Definition.method(method);
        for (Map<String, Object> item : definition.itemsOf(path)) {
            Map<String, Object> integration = Tree.map("type", "aws_proxy", "httpMethod", "POST");
            integration.put("uri", condition == null ? uri : Fn.when(condition, uri));
            if (streams) {
                integration.put("responseTransferMode", "STREAM");
            }
            if (credentials != null) {
                integration.put("credentials", credentials);
            }
            Map<String, Object> one = Definition.mapOf(item.get(name), path);
            one.put(Definition.INTEGRATION, integration);
            one.putIfAbsent("responses", Tree.map());
            if (condition != null) {
                item.put(name, Fn.when(condition, one));
            }
        }
    }

    /** Answers {@code OPTIONS} of {@code path}, where nothing does yet, with what {@code cors} allows. */
    static void cors(Definition definition, String path, Map<String, Object> cors) {
        Object origin = cors.getOrDefault("AllowOrigin", "'*'");
        for (Map<String, Object> item : definition.itemsOf(path)) {
            if (item.containsKey("options")) {
                continue;
            }
            if (!Tree.says(origin)) {
                throw SamProblem.ofTemplate("Invalid input. Value for AllowedOrigins is required");
            }
            Object methods = Tree.either(cors.get("AllowMethods"), "'" + allowed(item) + "'");
            item.put("options", options(cors, origin, methods));
        }
    }

    private static String allowed(Map<String, Object> item) {
        TreeSet<String> names = new TreeSet<>();
        if (item.containsKey(Definition.ANY)) {
            names.addAll(METHODS);
        } else {
            item.keySet().forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
            names.add("OPTIONS");
        }
        return String.join(",", names);
    }

    private static Map<String, Object> options(
            Map<String, Object> cors, @Nullable Object origin, @Nullable Object methods) {
        Map<String, Object> values = Tree.map();
        Map<String, Object> headers = Tree.map();
        header(values, headers, "Access-Control-Allow-Origin", origin, "string");
        if (Tree.says(cors.get("AllowHeaders"))) {
            header(values, headers, "Access-Control-Allow-Headers", cors.get("AllowHeaders"), "string");
        }
        header(values, headers, "Access-Control-Allow-Methods", methods, "string");
        if (cors.get("MaxAge") != null) {
            header(values, headers, "Access-Control-Max-Age", cors.get("MaxAge"), "integer");
        }
        if (Boolean.TRUE.equals(cors.get("AllowCredentials"))) {
            header(values, headers, "Access-Control-Allow-Credentials", "'true'", "string");
        }
        Map<String, Object> answer = Tree.map(
                "statusCode",
                "200",
                "responseParameters",
                values,
                "responseTemplates",
                Tree.map("application/json", "{}\n"));
        Map<String, Object> mock = Tree.map(
                "type",
                "mock",
                "requestTemplates",
                Tree.map("application/json", "{\n  \"statusCode\" : 200\n}\n"),
                "responses",
                Tree.map("default", answer));
        return Tree.map(
                "summary",
                "CORS support",
                "consumes",
                Tree.list("application/json"),
                "produces",
                Tree.list("application/json"),
                Definition.INTEGRATION,
                mock,
                "responses",
                Tree.map("200", Tree.map("description", "Default response for CORS method", "headers", headers)));
    }

    private static void header(
            Map<String, Object> values, Map<String, Object> headers, String name, @Nullable Object value, String type) {
        values.put(RESPONSE_HEADER + name, value);
        headers.put(name, Tree.map("type", type));
    }

    /** Moves what OpenAPI 2 and 3 keep in different places to where version 3 has it. */
    static void toOpenApi3(Map<String, Object> doc) {
        if (Tree.says(doc.get("securityDefinitions"))) {
            Tree.make(doc, "components").put("securitySchemes", doc.remove("securityDefinitions"));
        }
        if (Tree.says(doc.get("definitions"))) {
            Tree.make(doc, "components").put("schemas", doc.remove("definitions"));
        }
        Tree.at(doc, "paths").forEach((path, item) -> {
            Map<String, Object> members = Definition.mapOf(item, path);
            if (Tree.says(members.get("options"))) {
                optionsToOpenApi3(path, members.get("options"));
            }
        });
    }

    private static void optionsToOpenApi3(String path, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw SamProblem.ofTemplate(
                    "Value of options method for path " + path + " must be a dictionary according to Swagger spec.");
        }
        Map<String, Object> options = Tree.members(map);
        options.remove("produces");
        options.remove("consumes");
        Object responses = options.get("responses");
        if (responses != null && !(responses instanceof Map)) {
            throw SamProblem.ofTemplate("Invalid responses in options method for path " + path + ".");
        }
        Map<String, Object> headers = Tree.at(Tree.at(Tree.at(options, "responses"), "200"), "headers");
        headers.replaceAll((name, header) -> Tree.map("schema", header));
    }

    /** Adds {@code models} under their names in lower case. */
    static void models(Definition definition, Map<String, Object> models) {
        Map<String, Object> definitions = Tree.make(definition.doc(), "definitions");
        models.forEach((name, model) -> {
            if (!(model instanceof Map<?, ?> map) || !Tree.says(map.get("type"))) {
                throw SamProblem.ofTemplate("'Models' schema is missing 'type'.");
            }
            definitions.put(name.toLowerCase(Locale.ROOT), model);
        });
    }

    static void requestModel(Definition definition, String path, String method, Map<String, Object> wanted) {
        String model = String.valueOf(wanted.get("Model")).toLowerCase(Locale.ROOT);
        Object required = wanted.get("Required");
        for (Map<String, Object> one : definition.methods(path, method)) {
            if (definition.doc().get("swagger") != null) {
                Map<String, Object> parameter =
                        Tree.map("in", "body", "name", model, "schema", Tree.map("$ref", "#/definitions/" + model));
                if (required != null) {
                    parameter.put("required", required);
                }
                parameters(one).add(parameter);
            } else if (definition.isOpenApi3()) {
                Map<String, Object> schema = Tree.map("schema", Tree.map("$ref", "#/components/schemas/" + model));
                Map<String, Object> body = Tree.map("content", Tree.map("application/json", schema));
                if (required != null) {
                    body.put("required", required);
                }
                one.put("requestBody", body);
            }
        }
    }

    static void requestValidator(Definition definition, String path, String method, boolean body, boolean parameters) {
        String name =
                body ? parameters ? "body-and-params" : "body-only" : parameters ? "params-only" : "no-validation";
        Tree.make(definition.doc(), "x-amazon-apigateway-request-validators")
                .putIfAbsent(name, Tree.map("validateRequestBody", body, "validateRequestParameters", parameters));
        definition.methods(path, method).forEach(one -> one.put("x-amazon-apigateway-request-validator", name));
    }

    /** Adds the parameter {@code name}, such as {@code method.request.header.Authorization}. */
    static void requestParameter(
            Definition definition, String path, String method, String name, Object required, Object caching) {
        String[] parts = name.substring("method.request.".length()).split("\\.", 2);
        for (Map<String, Object> one : definition.methods(path, method)) {
            parameters(one)
                    .add(Tree.map(
                            "in",
                            parts[0].equals("querystring") ? "query" : parts[0],
                            "name",
                            parts[1],
                            "required",
                            required,
                            "type",
                            "string"));
            if (Tree.says(caching)) {
                Map<String, Object> integration = Tree.at(one, Definition.INTEGRATION);
                integration.putIfAbsent("cacheKeyParameters", new ArrayList<>());
                Tree.items(integration.get("cacheKeyParameters")).add(name);
            }
        }
    }

    private static List<Object> parameters(Map<String, Object> method) {
        method.putIfAbsent("parameters", new ArrayList<>());
        return Tree.items(method.get("parameters"));
    }
}
