package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code Globals}: properties for all resources of a kind. Maps are merged, lists joined, the rest is the
 * resource's.
 */
final class Globals {

    private static final String SECTION = "Globals";
    private static final String PREFIX = "AWS::Serverless::";

    private static final Map<String, List<String>> SUPPORTED = Map.of(
            "Function",
            words("Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags"
                    + " PropagateTags Tracing KmsKeyArn AutoPublishAlias AutoPublishAliasAllProperties Layers"
                    + " DeploymentPreference RolePath PermissionsBoundary ReservedConcurrentExecutions"
                    + " ProvisionedConcurrencyConfig AssumeRolePolicyDocument EventInvokeConfig FileSystemConfigs"
                    + " CodeSigningConfigArn Architectures SnapStart EphemeralStorage FunctionUrlConfig"
                    + " RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn TenancyConfig DurableConfig"
                    + " CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished VersionDeletionPolicy"),
            "Api",
            words("Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables"
                    + " EndpointConfiguration MethodSettings BinaryMediaTypes MinimumCompressionSize Cors"
                    + " GatewayResponses AccessLogSetting CanarySetting TracingEnabled OpenApiVersion Domain"
                    + " AlwaysDeploy PropagateTags SecurityPolicy EndpointAccessMode"),
            "HttpApi",
            words("Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain"
                    + " RouteSettings FailOnWarnings PropagateTags"),
            "SimpleTable",
            words("SSESpecification"),
            "StateMachine",
            words("PropagateTags"),
            "LayerVersion",
            words("PublishLambdaVersion"),
            "CapacityProvider",
            words("VpcConfig OperatorRole Tags InstanceRequirements ScalingConfig KmsKeyArn PropagateTags"),
            "WebSocketApi",
            words("AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings DisableExecuteApiEndpoint"
                    + " DisableSchemaValidation Domain FailOnWarnings IpAddressType PropagateTags"
                    + " RouteSelectionExpression RouteSettings StageVariables Tags"));

    private final Map<String, Map<String, Object>> byType = new HashMap<>();

    private Globals() {}

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    static Globals of(Map<String, Object> template) {
        Globals globals = new Globals();
        if (!template.containsKey(SECTION)) {
            return globals;
        }
        if (!(template.get(SECTION) instanceof Map<?, ?> sections)) {
            throw SamProblem.ofGlobals("It must be a non-empty dictionary");
        }
        Tree.members(sections).forEach(globals::add);
        return globals;
    }

    private void add(String section, @Nullable Object properties) {
        List<String> supported = SUPPORTED.get(section);
        if (supported == null) {
            throw SamProblem.ofGlobals("'" + section + "' is not supported. Must be one of the following values - "
                    + quoted(List.copyOf(new TreeSet<>(SUPPORTED.keySet()))));
        }
        if (!(properties instanceof Map<?, ?> map)) {
            throw SamProblem.ofGlobals("Value of ${section} must be a dictionary");
        }
        for (Object key : map.keySet()) {
            if (!supported.contains(String.valueOf(key))) {
                throw SamProblem.ofGlobals("'" + key + "' is not a supported property of '" + section
                        + "'. Must be one of the following values - " + quoted(supported));
            }
        }
        byType.put(PREFIX + section, Tree.members(map));
    }

    private static String quoted(List<String> names) {
        return "['" + String.join("', '", names) + "']";
    }

    /** The globals for resources of {@code type}; empty when there are none. */
    Map<String, Object> of(String type) {
        return byType.getOrDefault(type, Map.of());
    }

    /** Gives every resource of {@code resources} what is global for it. */
    void apply(Map<String, Object> resources) {
        resources.forEach((id, value) -> {
            if (value instanceof Map<?, ?> map && byType.containsKey(String.valueOf(map.get("Type")))) {
                Map<String, Object> resource = Tree.members(map);
                Map<String, Object> global = heeded(id, resource);
                resource.put("Properties", merged(global, Tree.at(resource, "Properties")));
            }
        });
    }

    private Map<String, Object> heeded(String id, Map<String, Object> resource) {
        Map<String, Object> global = Tree.copyOf(of(String.valueOf(resource.get("Type"))));
        Object ignored = resource.get("IgnoreGlobals");
        if (!Tree.says(ignored)) {
            return global;
        }
        if ("*".equals(ignored)) {
            return new LinkedHashMap<>();
        }
        if (!(ignored instanceof List<?> names)) {
            throw SamProblem.ofResource(id, "Resource " + id + " has invalid resource attribute 'IgnoreGlobals'.");
        }
        for (Object name : names) {
            if (!global.containsKey(String.valueOf(name))) {
                throw SamProblem.ofResource(
                        id,
                        "Resource " + id + " has invalid resource attribute 'IgnoreGlobals' on item '" + name + "'.");
            }
            global.remove(String.valueOf(name));
        }
        return global;
    }

    private static Map<String, Object> merged(Map<String, Object> global, Map<String, Object> local) {
        Map<String, Object> merged = new LinkedHashMap<>(global);
        local.forEach(
                (name, value) -> merged.put(name, global.containsKey(name) ? merged(global.get(name), value) : value));
        return merged;
    }

    private static @Nullable Object merged(@Nullable Object global, @Nullable Object local) {
        if (global instanceof Map<?, ?> one && local instanceof Map<?, ?> other && !Fn.is(one) && !Fn.is(other)) {
            return merged(Tree.members(one), Tree.members(other));
        }
        if (global instanceof List<?> one && local instanceof List<?> other) {
            List<Object> joined = new ArrayList<>(one);
            joined.addAll(other);
            return joined;
        }
        return local;
    }
}
