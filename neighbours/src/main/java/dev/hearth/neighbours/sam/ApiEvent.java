package dev.hearth.neighbours.sam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Api}: a method of a REST API. */
final class ApiEvent implements SamEvent.Kind {

    private static final PropertyTable TABLE = PropertyTable.of(
            "Api",
            "Path:!s Method:!s RestApiId:!s Stage:s Auth:m RequestModel:m RequestParameters:l TimeoutInMillis:i",
            "ResponseTransferMode:s");

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public List<Made> make(SamEvent event, Context context) {
        String path = String.valueOf(event.get("Path"));
        String method = String.valueOf(event.get("Method")).toLowerCase(Locale.ROOT);
        Object named = event.get("RestApiId");
        String id = named instanceof Map<?, ?> map ? String.valueOf(map.get(Fn.REF)) : String.valueOf(named);
        Declared api = context.resource(id);
        if (api.resource().isEmpty()) {
            throw event.problem(
                    "RestApiId property of Api event must reference a valid resource in the same template.");
        }
        Object stageName = api.get("StageName");
        if ("".equals(stageName)) {
            throw api.problem("StageName cannot be empty.");
        }
        String suffix = stageName instanceof String name ? name : "Stage";
        Made permission = permission(event, context, path, method, suffix);
        if (Tree.says(api.get(ImplicitApi.MANAGED)) || api.says("MergeDefinitions")) {
            integrate(event, context, api, path, method, suffix);
        }
        Map<String, Object> auth = Tree.at(event.properties(), "Auth");
        if (api.says("DefinitionBody") && Tree.says(auth.get("OverrideApiAuth"))) {
            boolean any = List.of("Authorizer", "ApiKeyRequired", "ResourcePolicy").stream()
                    .anyMatch(name -> Tree.says(auth.get(name)));
            if (!any) {
                throw event.problem("Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the"
                        + " OverrideApiAuth property.");
            }
            ApiEventAuth.add(event, context, api, definition(api.get("DefinitionBody")), path, method, suffix);
        }
        return List.of(permission);
    }

    private static Made permission(SamEvent event, Context context, String path, String method, String suffix) {
        String pattern = Definition.pattern(path.length() > 1 ? path.replaceAll("/$", "") : path);
        String verb = method.equals("any") ? "*" : method.toUpperCase(Locale.ROOT);
        Map<String, Object> arn = LambdaUri.execute(
                context.partition(),
                "${__ApiId__}/${__Stage__}/" + verb + pattern,
                Tree.map("__ApiId__", event.get("RestApiId"), "__Stage__", "*"));
        return event.permission("apigateway.amazonaws.com", suffix).set("SourceArn", arn);
    }

    private static Definition definition(@Nullable Object body) {
        if (!Definition.sound(body)) {
            throw SamProblem.ofTemplate("Invalid Swagger document or the Swagger document is not explicitly defined in"
                    + " 'DefinitionBody'.");
        }
        return new Definition(Tree.members(body));
    }

    private static void integrate(
            SamEvent event, Context context, Declared api, String path, String method, String stage) {
        Object body = api.get("DefinitionBody");
        if (body == null) {
            return;
        }
        boolean merge = api.says("MergeDefinitions");
        Definition definition = definition(merge ? Definition.emptyRest() : body);
        if (definition.hasIntegration(path, method)) {
            throw event.problem("API method \"" + method + "\" defined multiple times for path \"" + path + "\".");
        }
        Map<String, Object> auth = Tree.at(event.properties(), "Auth");
        Object apiAuth = api.get("Auth");
        if (Tree.says(apiAuth) && !(apiAuth instanceof Map)) {
            throw api.problem("Property 'Auth' should be a map.");
        }
        RestDefinition.integrate(
                definition,
                path,
                method,
                event.target(),
                LambdaUri.of(event.target(), context.partition(), event.get("ResponseTransferMode")),
                ApiEventAuth.credentials(context, auth, Tree.at(api.properties(), "Auth")),
                "RESPONSE_STREAM".equals(event.get("ResponseTransferMode")));
        if (!auth.isEmpty()) {
            ApiEventAuth.add(event, context, api, definition, path, method, stage);
        }
        if (event.says("TimeoutInMillis")) {
            definition.timeout(path, method, event.get("TimeoutInMillis"));
        }
        ApiEventRequest.add(event, api, definition, path, method);
        if (merge) {
            merge(api, definition, path, method);
        }
    }

    /** Puts what was generated for one method over what the definition says of it. */
    private static void merge(Declared api, Definition generated, String path, String method) {
        Map<String, Object> body = Tree.at(api.properties(), "DefinitionBody");
        Object wrong = Tree.at(body, "paths").get(path);
        if (wrong != null && !(wrong instanceof Map)) {
            throw api.problem("Property 'DefinitionBody' is invalid: The value of '" + path + "' should be a map");
        }
        Map<String, Object> item = Tree.make(Tree.make(body, "paths"), path);
        Object given = item.get(method);
        if (Tree.says(given) && !(given instanceof Map)) {
            throw api.problem("Property 'DefinitionBody.paths." + path + "." + method + "' should be a map.");
        }
        Map<String, Object> merged = new LinkedHashMap<>(Tree.at(item, method));
        merged.putAll(Tree.at(generated.itemsOf(path).getFirst(), Definition.method(method)));
        item.put(method, merged);
    }
}
