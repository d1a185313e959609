package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code AWS::Serverless::HttpApi}: an HTTP API with its stage. */
final class HttpApi implements SamKind {

    static final String TYPE = "AWS::Serverless::HttpApi";

    private static final PropertyTable TABLE = PropertyTable.of(
            TYPE,
            "__MANAGE_SWAGGER:b Name StageName:sm Tags:m PropagateTags:b DefinitionBody:m DefinitionUri:sm",
            "StageVariables:m CorsConfiguration:bm AccessLogSettings:m DefaultRouteSettings:m Auth:m RouteSettings:m",
            "Domain:m FailOnWarnings:b Description:s DisableExecuteApiEndpoint:b");
    private static final Set<String> AUTH = Set.of("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer");
    private static final Set<String> CORS =
            Set.of("AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders", "MaxAge", "AllowCredentials");
    private static final String CORS_EXTENSION = "x-amazon-apigateway-cors";
    private static final String CREATED_BY = "httpapi:createdBy";
    private static final String NO_DEFINITION = "'DefinitionUri' or 'DefinitionBody' are required properties of an"
            + " 'AWS::Serverless::HttpApi'. Add a value for one of these properties or add a 'HttpApi' event to an"
            + " 'AWS::Serverless::Function'.";

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public Map<String, String> references() {
        return Map.of("Stage", "AWS::ApiGatewayV2::Stage");
    }

    @Override
    public List<Made> translate(Declared api, Context context) {
        if (api.get("Domain") != null) {
            throw api.problem("The property 'Domain' is not supported: custom domain names are not served.");
        }
        Map<String, Object> properties = api.properties();
        properties.computeIfPresent(
                "CorsConfiguration", (key, value) -> context.parameters().resolve(value));
        if (api.says("DefinitionUri") && api.says("DefinitionBody")) {
            throw api.problem("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
        }
        Made http = new Made(api.id(), "AWS::ApiGatewayV2::Api", api.attributes()).dependsOn(api.dependsOn());
        if (api.says("CorsConfiguration")) {
            cors(api);
        }
        Map<String, Object> auth = Tree.at(properties, "Auth");
        Map<String, HttpAuthorizer> authorizers = HttpAuthorizer.of(api.id(), auth);
        if (!auth.isEmpty()) {
            authorize(api, auth, authorizers, context.partition());
        }
        tags(api);
        http.set("FailOnWarnings", Tree.says(api.get("FailOnWarnings")) ? api.get("FailOnWarnings") : null);
        if (api.get("DisableExecuteApiEndpoint") != null) {
            sound(api, "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.", "")
                    .disableEndpoint(api.get("DisableExecuteApiEndpoint"));
        }
        describe(api);
        if (api.says("DefinitionUri")) {
            http.set("BodyS3Location", Location.bodyOf(api));
        } else if (api.says("DefinitionBody")) {
            http.set("Body", defaultPath(api));
        } else {
            throw api.problem(NO_DEFINITION);
        }
        List<Made> made = new ArrayList<>(List.of(http));
        authorizers.forEach((name, authorizer) -> {
            if (authorizer.functionToPermit() != null) {
                made.add(permission(api, name, authorizer.functionToPermit()));
            }
        });
        made.add(stage(api));
        return made;
    }

    /** The definition of {@code api} to change, or a problem told as {@code missing} or {@code unsound}. */
    private static Definition sound(Declared api, String missing, String unsound) {
        if (!api.says("DefinitionBody")) {
            throw api.problem(missing);
        }
        if (!Definition.soundOpenApi(api.get("DefinitionBody"))) {
            throw unsound.isEmpty()
                    ? SamProblem.ofTemplate("Invalid OpenApi document. Invalid values or missing keys for 'openapi' or"
                            + " 'paths' in 'DefinitionBody'.")
                    : api.problem(unsound);
        }
        return new Definition(Tree.at(api.properties(), "DefinitionBody"));
    }

    private static void cors(Declared api) {
        Object wanted = api.get("CorsConfiguration");
        Map<String, Object> cors;
        if (wanted instanceof Boolean) {
            cors = Tree.map("AllowOrigins", Tree.list("*"));
        } else if (Fn.is(wanted)) {
            cors = Tree.map("AllowOrigins", wanted);
        } else {
            cors = Tree.members(wanted);
        }
        for (String key : cors.keySet()) {
            if (!CORS.contains(key)) {
                throw api.problem("Invalid key '" + key + "' for 'Cors' property.");
            }
        }
        if (Boolean.TRUE.equals(cors.get("AllowCredentials")) && Tree.list("*").equals(cors.get("AllowOrigins"))) {
            throw api.problem("Unable to add Cors configuration because 'AllowCredentials' can not be true when"
                    + " 'AllowOrigin' is \"'*'\" or not set.");
        }
        Definition definition = sound(
                api,
                "Cors works only with inline OpenApi specified in 'DefinitionBody' property.",
                "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi"
                        + " definition.");
        Map<String, Object> extension = Tree.make(definition.doc(), CORS_EXTENSION);
        if (Fn.is(cors.get("AllowOrigins"))) {
            extension.putAll(Tree.members(decapitalized(cors.get("AllowOrigins"))));
            return;
        }
        for (String key : CORS) {
            Object value = cors.get(key);
            boolean kept = key.equals("MaxAge") ? value != null : Tree.says(value);
            if (kept) {
                extension.put(decapitalized(key), value);
            }
        }
    }

    private static String decapitalized(String key) {
        return Character.toLowerCase(key.charAt(0)) + key.substring(1);
    }

    private static @Nullable Object decapitalized(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, member) -> {
                    String key = String.valueOf(name);
                    copy.put(CORS.contains(key) ? decapitalized(key) : key, decapitalized(member));
                });
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(decapitalized(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static void authorize(
            Declared api, Map<String, Object> auth, Map<String, HttpAuthorizer> authorizers, String partition) {
        if (!api.says("DefinitionBody")) {
            throw api.problem("Auth works only with inline OpenApi specified in the 'DefinitionBody' property.");
        }
        if (!AUTH.containsAll(auth.keySet())) {
            throw api.problem("Invalid value for 'Auth' property");
        }
        Definition definition = sound(
                api,
                "",
                "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi"
                        + " definition.");
        if (!authorizers.isEmpty()) {
            Map<String, Object> schemes = HttpDefinition.schemes(definition);
            authorizers.forEach((name, authorizer) -> schemes.put(name, authorizer.definition(partition)));
        }
        Object byDefault = auth.get("DefaultAuthorizer");
        if (!Tree.says(byDefault) || Fn.isNoValue(byDefault)) {
            return;
        }
        if (!(byDefault instanceof String name)) {
            throw api.problem("Property 'Auth.DefaultAuthorizer' should be a string.");
        }
        HttpAuthorizer chosen = authorizers.get(name);
        if (chosen == null) {
            throw api.problem(
                    "Unable to set DefaultAuthorizer because '" + name + "' was not defined in 'Authorizers'.");
        }
        definition.paths().forEach(path -> HttpDefinition.byDefault(definition, path, name, chosen));
    }

    private static void tags(Declared api) {
        if (api.says("Tags") && !api.says("DefinitionBody")) {
            throw api.problem("Tags works only with inline OpenApi specified in the 'DefinitionBody' property.");
        }
        boolean sound = Definition.soundOpenApi(api.get("DefinitionBody"));
        if (api.says("Tags") && !sound) {
            throw api.problem(
                    "Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.");
        }
        if (!sound) {
            return;
        }
        Map<String, Object> tags = Tree.make(api.properties(), "Tags");
        tags.put(CREATED_BY, "SAM");
        HttpDefinition.tags(new Definition(Tree.at(api.properties(), "DefinitionBody")), tags);
    }

    private static void describe(Declared api) {
        Map<String, Object> body = Tree.at(api.properties(), "DefinitionBody");
        boolean described = api.says("Name") || api.says("Description");
        Map<String, Object> info = described ? Tree.make(body, "info") : Tree.map();
        if (api.says("Name")) {
            sound(api, "Name works only with inline OpenApi specified in the 'DefinitionBody' property.", "");
            if (!Fn.ref("AWS::StackName").equals(info.get("title"))) {
                throw api.problem("Unable to set Name because it is already defined within inline OpenAPI specified in"
                        + " the 'DefinitionBody' property.");
            }
            info.put("title", api.get("Name"));
        }
        if (api.says("Description")) {
            sound(api, "Description works only with inline OpenApi specified in the 'DefinitionBody' property.", "");
            if (Tree.says(info.get("description"))) {
                throw api.problem("Unable to set Description because it is already defined within inline OpenAPI"
                        + " specified in the 'DefinitionBody' property.");
            }
            info.put("description", api.get("Description"));
        }
    }

    /** API Gateway warns of a path that does not begin with a slash. */
    private static Object defaultPath(Declared api) {
        Map<String, Object> body = Tree.at(api.properties(), "DefinitionBody");
        Map<String, Object> paths = Tree.at(body, "paths");
        if (api.says("FailOnWarnings") && paths.containsKey(Definition.DEFAULT_PATH)) {
            paths.put("/" + Definition.DEFAULT_PATH, paths.remove(Definition.DEFAULT_PATH));
        }
        return body;
    }

    private static Made stage(Declared api) {
        Object name = Tree.either(api.get("StageName"), Definition.DEFAULT_PATH);
        String text = name instanceof String string ? string : "";
        String id = text.equals(Definition.DEFAULT_PATH)
                ? api.id() + "ApiGatewayDefaultStage"
                : text.matches("[\\p{Alnum}]+") ? api.id() + text + "Stage" : Canonical.id(api.id() + "Stage", text);
        Made stage = new Made(id, "AWS::ApiGatewayV2::Stage", api.passedOn())
                .set("ApiId", Fn.ref(api.id()))
                .set("StageName", name);
        for (String property :
                List.of("StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings")) {
            stage.set(property, api.get(property));
        }
        return stage.set("Tags", api.get("Tags")).set("AutoDeploy", true);
    }

    private static Made permission(Declared api, String name, @Nullable Object function) {
        return new Made(api.id() + name + "AuthorizerPermission", "AWS::Lambda::Permission", api.passedOn())
                .set("Action", "lambda:InvokeFunction")
                .set("FunctionName", function)
                .set("Principal", "apigateway.amazonaws.com")
                .set(
                        "SourceArn",
                        LambdaUri.execute(
                                "${AWS::Partition}",
                                "${__ApiId__}/authorizers/*",
                                Tree.map("__ApiId__", Fn.ref(api.id()))));
    }
}
