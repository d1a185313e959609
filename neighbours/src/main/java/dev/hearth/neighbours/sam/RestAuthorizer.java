package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An authorizer of a REST API: a function, a Cognito user pool or IAM. */
final class RestAuthorizer {

    private static final String EXTENSION = "x-amazon-apigateway-authorizer";

    private final String api;
    private final String name;
    private final Map<String, Object> wanted;
    private final boolean iam;

    private RestAuthorizer(String api, String name, Map<String, Object> wanted, boolean iam) {
        this.api = api;
        this.name = name;
        this.wanted = wanted;
        this.iam = iam;
    }

    /** The authorizers that {@code auth} of the API {@code api} declares, by name. */
    static Map<String, RestAuthorizer> of(String api, Map<String, Object> auth, @Nullable Object byDefault) {
        Map<String, RestAuthorizer> all = new LinkedHashMap<>();
        if ("AWS_IAM".equals(byDefault)) {
            all.put("AWS_IAM", new RestAuthorizer(api, "AWS_IAM", Tree.map(), true));
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
            all.put(name, new RestAuthorizer(api, name, Tree.members(wanted), false).checked());
        });
        return all;
    }

    private RestAuthorizer checked() {
        Object type = wanted.get("FunctionPayloadType");
        if (type != null && !type.equals("TOKEN") && !type.equals("REQUEST")) {
            throw SamProblem.ofResource(api, name + " Authorizer has invalid 'FunctionPayloadType': " + type + ".");
        }
        if ("REQUEST".equals(type) && noIdentity()) {
            throw SamProblem.ofResource(
                    api,
                    name + " Authorizer must specify Identity with at least one of Headers, QueryStrings,"
                            + " StageVariables, or Context.");
        }
        if (wanted.get("AuthorizationScopes") != null && !(wanted.get("AuthorizationScopes") instanceof List)) {
            throw SamProblem.ofResource(
                    api, "Property 'Authorizers." + name + ".AuthorizationScopes' should be a list.");
        }
        return this;
    }

    private boolean noIdentity() {
        Map<String, Object> identity = identity();
        boolean none = List.of("Headers", "QueryStrings", "StageVariables", "Context").stream()
                .noneMatch(source -> Tree.says(identity.get(source)));
        Object ttl = identity.get("ReauthorizeEvery");
        boolean never = ttl instanceof Number number && number.intValue() <= 0;
        return none && !never;
    }

    private Map<String, Object> identity() {
        Object identity = wanted.get("Identity");
        if (Tree.says(identity) && !(identity instanceof Map)) {
            throw SamProblem.ofResource(
                    api,
                    "Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity,"
                            + " LambdaRequestAuthorizationIdentity or CognitoAuthorizationIdentity).");
        }
        return Tree.at(wanted, "Identity");
    }

    List<Object> scopes() {
        return wanted.get("AuthorizationScopes") instanceof List<?> list ? Tree.items(list) : new ArrayList<>();
    }

    /** The function that decides, when API Gateway's right to call it is to be made too; else null. */
    @Nullable
    Object functionToPermit() {
        return Tree.says(wanted.get("DisableFunctionDefaultPermissions")) ? null : wanted.get("FunctionArn");
    }

    private boolean pool() {
        return Tree.says(wanted.get("UserPoolArn"));
    }

    private boolean byRequest() {
        return "REQUEST".equals(wanted.get("FunctionPayloadType"));
    }

    /** What stands for it in a definition. */
    Map<String, Object> definition(String partition) {
        Object header = Tree.either(identity().get("Header"), "Authorization");
        boolean function = !iam && !pool();
        Map<String, Object> scheme =
                Tree.map("type", "apiKey", "name", function && byRequest() ? "Unused" : header, "in", "header");
        scheme.put("x-amazon-apigateway-authtype", iam ? "awsSigv4" : pool() ? "cognito_user_pools" : "custom");
        if (pool()) {
            Object pools = wanted.get("UserPoolArn");
            scheme.put(
                    EXTENSION,
                    Tree.map(
                            "type",
                            "cognito_user_pools",
                            "providerARNs",
                            pools instanceof List ? pools : Tree.list(pools)));
        } else if (function) {
            scheme.put(EXTENSION, function(partition));
        }
        Object validation = identity().get("ValidationExpression");
        if (!iam && !(function && byRequest()) && Tree.says(validation)) {
            Tree.at(scheme, EXTENSION).put("identityValidationExpression", validation);
        }
        return scheme;
    }

    private Map<String, Object> function(String partition) {
        Map<String, Object> extension = Tree.map("type", byRequest() ? "request" : "token");
        extension.put("authorizerUri", LambdaUri.ofAuthorizer(wanted.get("FunctionArn"), partition));
        if (identity().get("ReauthorizeEvery") != null) {
            extension.put("authorizerResultTtlInSeconds", identity().get("ReauthorizeEvery"));
        }
        Object role = wanted.get("FunctionInvokeRole");
        if (Tree.says(role) && !"NONE".equals(role)) {
            extension.put("authorizerCredentials", role);
        }
        String sources = byRequest() ? identitySource() : "";
        if (!sources.isEmpty()) {
            extension.put("identitySource", sources);
        }
        return extension;
    }

    private String identitySource() {
        List<String> sources = new ArrayList<>();
        addSources(sources, "Headers", "method.request.header.");
        addSources(sources, "QueryStrings", "method.request.querystring.");
        addSources(sources, "StageVariables", "stageVariables.");
        addSources(sources, "Context", "context.");
        return String.join(", ", sources);
    }

    private void addSources(List<String> sources, String kind, String prefix) {
        if (!Tree.says(identity().get(kind))) {
            return;
        }
        String where = "Property 'Auth.Authorizers." + name + ".Identity." + kind;
        if (!(identity().get(kind) instanceof List<?> list)) {
            throw SamProblem.ofResource(api, where + "' should be a list.");
        }
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text)) {
                throw SamProblem.ofResource(api, where + "[" + i + "]' should be a string.");
            }
            sources.add(prefix + text);
        }
    }
}
