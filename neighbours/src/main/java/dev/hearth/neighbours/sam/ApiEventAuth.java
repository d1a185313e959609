package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an {@code Api} event says of who may call its method. */
final class ApiEventAuth {

    private static final String IAM = "AWS_IAM";
    private static final String NONE = "NONE";

    private ApiEventAuth() {}

    /** With whose rights API Gateway calls the function of a method that IAM guards; null for its own. */
    static @Nullable Object credentials(Context context, Map<String, Object> auth, Map<String, Object> apiAuth) {
        boolean guarded =
                IAM.equals(auth.get("Authorizer")) || (IAM.equals(apiAuth.get("DefaultAuthorizer")) && auth.isEmpty());
        if (!guarded) {
            return null;
        }
        Object role = Tree.either(role(auth), role(apiAuth));
        if (NONE.equals(role)) {
            return null;
        }
        return Tree.says(role) && !"CALLER_CREDENTIALS".equals(role)
                ? role
                : "arn:" + context.partition() + ":iam::*:user/*";
    }

    private static @Nullable Object role(Map<String, Object> auth) {
        Object role = auth.get("InvokeRole");
        return !Tree.says(role) && auth.containsKey("InvokeRole") ? NONE : role;
    }

    static void add(
            SamEvent event,
            Context context,
            Declared api,
            Definition definition,
            String path,
            String method,
            String stage) {
        Map<String, Object> auth = Tree.at(event.properties(), "Auth");
        Object apiAuthValue = context.parameters().resolve(api.get("Auth"));
        Map<String, Object> apiAuth = apiAuthValue instanceof Map<?, ?> map ? Tree.members(map) : Tree.map();
        String where = " on API method [" + method + "] for path [" + path + "] because ";
        Object authorizer = auth.get("Authorizer");
        if (Tree.says(authorizer)) {
            checkAuthorizer(event, api, apiAuth, authorizer, method, path, where);
        }
        Object scopes = auth.get("AuthorizationScopes");
        if (Tree.says(scopes)) {
            if (!(scopes instanceof List)) {
                throw event.problem("Property 'Auth.AuthorizationScopes' should be a list.");
            }
            if (!Tree.says(authorizer)) {
                throw event.problem("AuthorizationScopes works only when Authorizer is set");
            }
        }
        Object key = auth.get("ApiKeyRequired");
        if (key != null && !Tree.says(key) && !Tree.says(apiAuth.get("ApiKeyRequired"))) {
            throw event.problem("Unable to set ApiKeyRequired [False]" + where
                    + "the related API does not specify any ApiKeyRequired.");
        }
        if (Tree.says(authorizer)) {
            RestSecurity.authorize(
                    definition, path, method, String.valueOf(authorizer), apiAuth.get("Authorizers"), scopes);
        }
        if (key != null) {
            RestSecurity.requireKey(definition, path, method, Tree.says(key));
        }
        Object policy = auth.get("ResourcePolicy");
        if (Tree.says(policy)) {
            if (!(policy instanceof Map<?, ?> map)) {
                throw event.problem("Property 'Auth.ResourcePolicy' should be a map.");
            }
            RestPolicy.add(definition, Tree.members(map), path, stage);
            RestPolicy.addCustom(definition, map.get("CustomStatements"));
        }
    }

    private static void checkAuthorizer(
            SamEvent event,
            Declared api,
            Map<String, Object> apiAuth,
            Object authorizer,
            String method,
            String path,
            String where) {
        Object declared = apiAuth.get("Authorizers");
        if (Tree.says(declared) && !(declared instanceof Map)) {
            throw api.problem("Property 'Auth.Authorizers' should be a map.");
        }
        if (authorizer.equals(IAM)) {
            return;
        }
        if (authorizer.equals(NONE)) {
            if (!Tree.says(apiAuth.get("DefaultAuthorizer"))) {
                throw event.problem("Unable to set Authorizer" + where
                        + "'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.");
            }
            return;
        }
        String unable = "Unable to set Authorizer [" + authorizer + "]" + where;
        if (!Tree.says(declared)) {
            throw event.problem(unable + "the related API does not define any Authorizers.");
        }
        if (!(authorizer instanceof String name)) {
            throw event.problem("Unable to set Authorizer [" + authorizer + "] on API method [" + method
                    + "] for path ["
                    + path + "]. The method authorizer must be a string with a corresponding dict entry in the api"
                    + " authorizer.");
        }
        if (!Tree.says(Tree.at(apiAuth, "Authorizers").get(name))) {
            throw event.problem(unable + "it wasn't defined in the API's Authorizers.");
        }
    }
}
