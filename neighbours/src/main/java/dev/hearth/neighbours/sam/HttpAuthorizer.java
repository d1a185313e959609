package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An authorizer of an HTTP API: JSON web tokens, a function, or IAM. */
final class HttpAuthorizer {

    private static final String EXTENSION = "x-amazon-apigateway-authorizer";
    private static final List<String> OF_TOKENS = List.of("AuthorizationScopes", "JwtConfiguration", "IdentitySource");
    private static final List<String> OF_FUNCTIONS = List.of(
            "FunctionArn",
            "FunctionInvokeRole",
            "Identity",
            "AuthorizerPayloadFormatVersion",
            "EnableSimpleResponses",
            "EnableFunctionDefaultPermissions");

    private final String api;
    private final String name;
    private final Map<String, Object> wanted;
    private final boolean iam;

    private HttpAuthorizer(String api, String name, Map<String, Object> wanted, boolean iam) {
        this.api = api;
        this.name = name;
        this.wanted = wanted;
        this.iam = iam;
    }

    /** The authorizers that {@code auth} of the API {@code api} declares, by name. */
    static Map<String, HttpAuthorizer> of(String api, Map<String, Object> auth) {
        Map<String, HttpAuthorizer> all = new LinkedHashMap<>();
        if (Boolean.TRUE.equals(auth.get("EnableIamAuthorizer"))) {
            all.put("AWS_IAM", new HttpAuthorizer(api, "AWS_IAM", Tree.map(), true));
        }
        Object declared = auth.get("Authorizers");
        if (!Tree.says(declared)) {
            return all;
        }
        if (!(declared instanceof Map<?, ?> authorizers)) {
            throw SamProblem.ofResource(api, "Property 'Auth.Authorizers' should be a map.");
        }
        Tree.members(authorizers).forEach((name, value) -> {
            if (!(value instanceof Map<?, ?> wanted)) {
                throw SamProblem.ofResource(api, "Property 'Auth.Authorizers." + name + "' should be a map.");
            }
            if (wanted.containsKey("OpenIdConnectUrl")) {
                throw SamProblem.ofResource(
                        api,
                        "'OpenIdConnectUrl' is no longer a supported property for authorizer '" + name
                                + "'. Please refer to the AWS SAM documentation.");
            }
            all.put(name, new HttpAuthorizer(api, name, Tree.members(wanted), false).checked());
        });
        return all;
    }

    private HttpAuthorizer checked() {
        Object scopes = wanted.get("AuthorizationScopes");
        if (scopes != null && !(scopes instanceof List)) {
            throw SamProblem.ofResource(api, "AuthorizationScopes must be a list.");
        }
        for (String other : byTokens() ? OF_FUNCTIONS : OF_TOKENS) {
            if (wanted.get(other) != null) {
                String whom = byTokens() ? "Lambda Authorizer" : "OAuth2 Authorizer";
                String hint = other.equals("IdentitySource")
                        ? ". For Lambda Authorizer, use the 'Identity' property instead"
                        : "";
                throw SamProblem.ofResource(api, other + " is only supported for " + whom + hint + ".");
            }
        }
        if (byTokens()) {
            require("IdentitySource", "OAuth2");
        } else {
            require("FunctionArn", "Lambda");
            require("AuthorizerPayloadFormatVersion", "Lambda");
        }
        return this;
    }

    private void require(String property, String kind) {
        if (!Tree.says(wanted.get(property))) {
            throw SamProblem.ofResource(api, name + " " + kind + " Authorizer must define '" + property + "'.");
        }
    }

    private boolean byTokens() {
        return Tree.says(wanted.get("JwtConfiguration"));
    }

    List<Object> scopes() {
        return wanted.get("AuthorizationScopes") instanceof List<?> list ? Tree.items(list) : new ArrayList<>();
    }

    /** The function that decides, when API Gateway's right to call it is to be made too; else null. */
    @Nullable
    Object functionToPermit() {
        return Tree.says(wanted.get("EnableFunctionDefaultPermissions")) ? wanted.get("FunctionArn") : null;
    }

    /** What stands for it in a definition. */
    Map<String, Object> definition(String partition) {
        if (iam) {
            return Tree.map(
                    "type",
                    "apiKey",
                    "name",
                    "Authorization",
                    "in",
                    "header",
                    "x-amazon-apigateway-authtype",
                    "awsSigv4");
        }
        if (byTokens()) {
            Map<String, Object> configuration = Tree.map();
            Tree.at(wanted, "JwtConfiguration")
                    .forEach((key, value) -> configuration.put(key.toLowerCase(Locale.ROOT), value));
            return Tree.map(
                    "type",
                    "oauth2",
                    EXTENSION,
                    Tree.map(
                            "jwtConfiguration",
                            configuration,
                            "identitySource",
                            wanted.get("IdentitySource"),
                            "type",
                            "jwt"));
        }
        return Tree.map("type", "apiKey", "name", "Unused", "in", "header", EXTENSION, function(partition));
    }

    private Map<String, Object> function(String partition) {
        Map<String, Object> extension = Tree.map("type", "request");
        extension.put("authorizerUri", LambdaUri.ofAuthorizer(wanted.get("FunctionArn"), partition));
        Object role = wanted.get("FunctionInvokeRole");
        if (Tree.says(role) && !"NONE".equals(role)) {
            extension.put("authorizerCredentials", role);
        }
        if (Tree.says(wanted.get("Identity"))) {
            if (!(wanted.get("Identity") instanceof Map<?, ?> identity)) {
                throw SamProblem.ofResource(api, "Property 'Auth.Authorizers." + name + ".Identity' should be a map.");
            }
            if (identity.get("ReauthorizeEvery") != null) {
                extension.put("authorizerResultTtlInSeconds", identity.get("ReauthorizeEvery"));
            }
            extension.put("identitySource", sources(Tree.members(identity)));
        }
        extension.put("authorizerPayloadFormatVersion", wanted.get("AuthorizerPayloadFormatVersion"));
        if (Tree.says(wanted.get("EnableSimpleResponses"))) {
            extension.put("enableSimpleResponses", wanted.get("EnableSimpleResponses"));
        }
        return extension;
    }

    private static List<Object> sources(Map<String, Object> identity) {
        List<Object> sources = new ArrayList<>();
        for (List<String> kind : List.of(
                List.of("Headers", "$request.header."),
                List.of("QueryStrings", "$request.querystring."),
                List.of("StageVariables", "$stageVariables."),
                List.of("Context", "$context."))) {
            if (identity.get(kind.getFirst()) instanceof List<?> names) {
                names.forEach(one -> sources.add(kind.getLast() + one));
            }
        }
        return sources;
    }
}
