package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code AWS::Serverless::Api}: a REST API with its deployment and stage. */
final class RestApi implements SamKind {

    static final String TYPE = "AWS::Serverless::Api";

    private static final PropertyTable TABLE = PropertyTable.of(
            TYPE,
            "__MANAGE_SWAGGER:b Name:sm StageName:!sm Tags:m PropagateTags:b DefinitionBody:m DefinitionUri:sm",
            "MergeDefinitions:=b CacheClusterEnabled:b CacheClusterSize:s Variables:m EndpointConfiguration:sm",
            "MethodSettings:l BinaryMediaTypes:l MinimumCompressionSize:i Cors:sm Auth:m GatewayResponses:m",
            "AccessLogSetting:m CanarySetting:m TracingEnabled:b OpenApiVersion:s Models:m Domain:m FailOnWarnings:b",
            "Description:s Mode:s DisableExecuteApiEndpoint:b ApiKeySourceType:s AlwaysDeploy:=b Policy:sm",
            "SecurityPolicy:s EndpointAccessMode:s");

    private static final Set<String> GATEWAY_RESPONSE = Set.of("ResponseParameters", "ResponseTemplates", "StatusCode");

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public Map<String, String> references() {
        return Map.of(
                "Stage",
                "AWS::ApiGateway::Stage",
                "Deployment",
                "AWS::ApiGateway::Deployment",
                "UsagePlan",
                "AWS::ApiGateway::UsagePlan",
                "UsagePlanKey",
                "AWS::ApiGateway::UsagePlanKey",
                "ApiKey",
                "AWS::ApiGateway::ApiKey");
    }

    @Override
    public List<Made> translate(Declared api, Context context) {
        if (api.get("Domain") != null) {
            throw api.problem("The property 'Domain' is not supported: custom domain names are not served.");
        }
        Map<String, Object> properties = api.properties();
        for (String name : List.of("BinaryMediaTypes", "Auth")) {
            properties.computeIfPresent(
                    name, (key, value) -> context.parameters().resolve(value));
        }
        check(api);
        Map<String, Object> auth = Tree.at(properties, "Auth");
        Made rest = rest(api, context, auth);
        Made stage = stage(api);
        Made deployment = new Made(api.id() + "Deployment", "AWS::ApiGateway::Deployment", api.passedOn())
                .set("RestApiId", rest.ref());
        if (!api.says("OpenApiVersion")) {
            deployment.set("StageName", "Stage");
        }
        digest(api, context, rest, deployment);
        stage.set("DeploymentId", deployment.ref());
        List<Made> made = new ArrayList<>(List.of(rest, deployment, stage));
        RestAuthorizer.of(api.id(), auth, null).forEach((name, authorizer) -> {
            if (Tree.says(authorizer.functionToPermit())) {
                made.add(permission(api, context, name, authorizer.functionToPermit()));
            }
        });
        made.addAll(context.usagePlans().make(api, auth, stage.id(), context.conditions()));
        if (Boolean.TRUE.equals(api.get("PropagateTags")) && api.says("Tags")) {
            for (Made one : made) {
                if (one.type().matches(".*::(RestApi|Stage|UsagePlan|ApiKey)")) {
                    one.set("Tags", Tree.tags(api.get("Tags")));
                }
            }
        }
        return made;
    }

    private static void check(Declared api) {
        if (api.says("DefinitionUri") && api.says("DefinitionBody")) {
            throw api.problem("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
        }
        if (api.says("DefinitionUri") && api.says("MergeDefinitions")) {
            throw api.problem("Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
        }
        Object version = api.get("OpenApiVersion");
        if (Tree.says(version) && !String.valueOf(version).matches("[2-3](\\.\\d)(\\.\\d)?")) {
            throw api.problem("The OpenApiVersion value must be of the format '3.0.0'.");
        }
    }

    private static Made rest(Declared api, Context context, Map<String, Object> auth) {
        Made rest = new Made(api.id(), "AWS::ApiGateway::RestApi", api.attributes()).dependsOn(api.dependsOn());
        rest.set("BinaryMediaTypes", api.get("BinaryMediaTypes"));
        rest.set("MinimumCompressionSize", api.get("MinimumCompressionSize"));
        endpoint(api, rest);
        RestDefinitionSteps.of(api, context.partition(), auth).run();
        for (String name : List.of(
                "FailOnWarnings", "Name", "Description", "Mode", "ApiKeySourceType", "Policy", "SecurityPolicy")) {
            rest.set(name, Tree.says(api.get(name)) ? api.get(name) : null);
        }
        rest.set("EndpointAccessMode", Tree.either(api.get("EndpointAccessMode"), null));
        if (api.says("DefinitionUri")) {
            rest.set("BodyS3Location", Location.bodyOf(api));
        } else if (api.says("DefinitionBody")) {
            rest.set("Body", api.get("DefinitionBody"));
        }
        return rest;
    }

    private static void endpoint(Declared api, Made rest) {
        Object wanted = api.get("EndpointConfiguration");
        if (!Tree.says(wanted)) {
            return;
        }
        if (!(wanted instanceof Map<?, ?> map) || !Tree.says(map.get("Type"))) {
            rest.set("EndpointConfiguration", Tree.map("Types", Tree.list(wanted)));
            rest.set("Parameters", Tree.map("endpointConfigurationTypes", wanted));
            return;
        }
        Map<String, Object> configuration = Tree.map("Types", Tree.list(map.get("Type")));
        if (map.containsKey("VPCEndpointIds") && map.containsKey("VpcEndpointIds")) {
            throw api.problem(
                    "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.");
        }
        Object ids = Tree.either(map.get("VPCEndpointIds"), map.get("VpcEndpointIds"));
        if (ids != null) {
            configuration.put("VpcEndpointIds", ids);
        }
        if (map.containsKey("IpAddressType")) {
            configuration.put("IpAddressType", map.get("IpAddressType"));
        }
        rest.set("EndpointConfiguration", configuration);
        rest.set("Parameters", Tree.map("endpointConfigurationTypes", map.get("Type")));
    }

    /** Names the deployment after what it deploys, so that a change makes a new one. */
    private static void digest(Declared api, Context context, Made rest, Made deployment) {
        Object body = rest.get("Body") == null ? rest.get("BodyS3Location") : rest.get("Body");
        if (!Tree.says(body)) {
            return;
        }
        StringBuilder functions = context.apiFunctions().getOrDefault(api.id(), new StringBuilder());
        String data = Canonical.json(body) + "||" + api.get("OpenApiVersion") + "||" + functions;
        deployment.rename(Canonical.id(deployment.id(), data));
        deployment.set("Description", "RestApi deployment id: " + Canonical.digest(data));
    }

    private static Made stage(Declared api) {
        Object name = api.get("StageName");
        String text = name instanceof String string ? string : "";
        boolean plain = text.matches("[\\p{Alnum}]+");
        String id = plain ? api.id() + text + "Stage" : Canonical.id(api.id() + "Stage", text);
        Made stage = new Made(id, "AWS::ApiGateway::Stage", api.passedOn());
        stage.set("RestApiId", Fn.ref(api.id()));
        stage.set("StageName", name);
        for (String property : List.of(
                "CacheClusterEnabled",
                "CacheClusterSize",
                "Variables",
                "MethodSettings",
                "AccessLogSetting",
                "CanarySetting",
                "TracingEnabled")) {
            stage.set(property, api.get(property));
        }
        return stage.set("Tags", api.get("Tags") == null ? null : Tree.tags(api.get("Tags")));
    }

    private static Made permission(Declared api, Context context, String name, @Nullable Object function) {
        return new Made(api.id() + name + "AuthorizerPermission", "AWS::Lambda::Permission", api.passedOn())
                .set("Action", "lambda:InvokeFunction")
                .set("FunctionName", function)
                .set("Principal", "apigateway.amazonaws.com")
                .set(
                        "SourceArn",
                        LambdaUri.execute(
                                context.partition(),
                                "${__ApiId__}/authorizers/*",
                                Tree.map("__ApiId__", Fn.ref(api.id()))));
    }

    static boolean isGatewayResponseProperty(String name) {
        return GATEWAY_RESPONSE.contains(name);
    }
}
