package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code HttpApi}: a route of an HTTP API. */
final class HttpApiEvent implements SamEvent.Kind {

    private static final PropertyTable TABLE = PropertyTable.of(
            "HttpApi",
            "Path:s Method:s ApiId:s Stage:s Auth:m TimeoutInMillis:i RouteSettings:m PayloadFormatVersion:s");
    private static final String PARTITION = "${AWS::Partition}";

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public List<Made> make(SamEvent event, Context context) {
        String path = String.valueOf(event.get("Path"));
        String method = String.valueOf(event.get("Method")).toLowerCase(Locale.ROOT);
        Object named = event.get("ApiId");
        String id = named instanceof Map<?, ?> map ? String.valueOf(map.get(Fn.REF)) : String.valueOf(named);
        Declared api = context.resource(id);
        Object body = api.get("DefinitionBody");
        if (Tree.says(body) && !Definition.soundOpenApi(body)) {
            throw api.problem("Structure of the SAM template is invalid. Invalid OpenApi document. Invalid values or"
                    + " missing keys for 'openapi' or 'paths' in 'DefinitionBody'.");
        }
        Definition definition = Tree.says(body) ? new Definition(Tree.members(body)) : null;
        Made permission = permission(event, definition, path, method);
        if (definition != null) {
            integrate(event, api, definition, path, method);
        }
        return permission == null ? List.of() : List.of(permission);
    }

    private static @Nullable Made permission(
            SamEvent event, @Nullable Definition definition, String route, String method) {
        String path = route.length() > 1 ? route.replaceAll("/$", "") : route;
        if (path.equals(Definition.DEFAULT_PATH)) {
            path = "";
        } else if (definition != null
                && HttpDefinition.defaultCalls(definition, event.target().id())) {
            return null;
        }
        boolean any = method.equals("any") || method.equals(Definition.ANY);
        String verb = any ? "*" : method.toUpperCase(Locale.ROOT);
        String resource = "${__ApiId__}/${__Stage__}";
        if (method.equals("any") && path.equals("/" + Definition.DEFAULT_PATH)) {
            resource += path;
        } else {
            resource += "/" + verb + path.replaceAll("\\{([a-zA-Z0-9._-]+|proxy\\+)}", "*");
        }
        return event.permission("apigateway.amazonaws.com")
                .set(
                        "SourceArn",
                        LambdaUri.execute(
                                PARTITION, resource, Tree.map("__ApiId__", event.get("ApiId"), "__Stage__", "*")));
    }

    private static void integrate(SamEvent event, Declared api, Definition definition, String path, String method) {
        if (Tree.says(api.get(ImplicitApi.MANAGED)) && definition.hasIntegration(path, method)) {
            throw event.problem("API method '" + method + "' defined multiple times for path '" + path + "'.");
        }
        HttpDefinition.integrate(
                definition, path, method, event.target().condition(), LambdaUri.of(event.target(), PARTITION, null));
        if (event.says("Auth")) {
            authorize(event, api, definition, path, method);
        }
        if (event.says("TimeoutInMillis")) {
            definition.timeout(path, method, event.get("TimeoutInMillis"));
        }
        HttpDefinition.pathParameters(definition, path, method);
        if (event.says("PayloadFormatVersion")) {
            HttpDefinition.payloadFormat(definition, path, method, event.get("PayloadFormatVersion"));
        }
    }

    private static void authorize(SamEvent event, Declared api, Definition definition, String path, String method) {
        if (api.get("Auth") != null && !(api.get("Auth") instanceof Map)) {
            throw api.problem("Property 'Auth' should be a map.");
        }
        Map<String, Object> auth = Tree.at(event.properties(), "Auth");
        Map<String, Object> apiAuth = Tree.at(api.properties(), "Auth");
        Object byDefault = apiAuth.get("DefaultAuthorizer");
        Object authorizer = Tree.either(auth.get("Authorizer"), byDefault);
        if (!Tree.says(authorizer)) {
            throw event.problem("'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer'"
                    + " configured on the HttpApi.");
        }
        check(event, apiAuth, authorizer, path, method);
        Object scopes = auth.get("AuthorizationScopes");
        if (Tree.says(scopes) && !(scopes instanceof List)) {
            throw event.problem("Unable to set Authorizer on API method [" + method + "] for path [" + path
                    + "] because 'AuthorizationScopes' must be a list of strings.");
        }
        HttpDefinition.authorize(
                definition, path, method, String.valueOf(authorizer), Tree.at(apiAuth, "Authorizers"), scopes);
    }

    private static void check(
            SamEvent event, Map<String, Object> apiAuth, Object authorizer, String path, String method) {
        String where = " on API method [" + method + "] for path [" + path + "]";
        boolean iam = Boolean.TRUE.equals(apiAuth.get("EnableIamAuthorizer"));
        if (authorizer.equals("NONE")) {
            if (!Tree.says(apiAuth.get("DefaultAuthorizer"))) {
                throw event.problem("Unable to set Authorizer" + where
                        + " because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.");
            }
            return;
        }
        if (authorizer.equals("AWS_IAM") && iam) {
            return;
        }
        String unable = "Unable to set Authorizer [" + authorizer + "]" + where;
        if (!(authorizer instanceof String name) || !(apiAuth.get("Authorizers") instanceof Map<?, ?> known)) {
            throw event.problem(unable + ". The method authorizer must be a string with a corresponding dict entry in"
                    + " the api authorizer.");
        }
        if (!Tree.says(known.get(name))) {
            throw event.problem(unable + " because it wasn't defined in the API's Authorizers.");
        }
    }
}
