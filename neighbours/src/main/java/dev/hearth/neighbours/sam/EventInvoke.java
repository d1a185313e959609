package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code EventInvokeConfig}: what becomes of asynchronous invocations. */
final class EventInvoke {

    private static final List<String> TYPES = List.of("SQS", "SNS", "EventBridge", "Lambda", "S3Bucket");

    private final Declared declared;
    private final Context context;
    private final String id;
    private final List<Object> policies;
    private final List<Made> made = new ArrayList<>();

    private EventInvoke(Declared declared, Context context, List<Object> policies) {
        this.declared = declared;
        this.context = context;
        this.id = declared.id() + "EventInvokeConfig";
        this.policies = policies;
    }

    /**
     * The configuration and the destinations that are made for it; what the role needs is added to {@code policies}.
     */
    static List<Made> of(
            Declared declared, Context context, Made function, @Nullable Made alias, List<Object> policies) {
        return new EventInvoke(declared, context, policies).all(function, alias);
    }

    private List<Made> all(Made function, @Nullable Made alias) {
        Map<String, Object> wanted = context.parameters().resolveMap(declared.get("EventInvokeConfig"));
        if (wanted == null) {
            throw declared.problem("Property 'EventInvokeConfig' should be a map.");
        }
        Map<String, Object> destinations = Tree.map();
        Object given = wanted.get("DestinationConfig");
        if (Tree.says(given)) {
            if (!(given instanceof Map<?, ?> map)) {
                throw declared.problem("Property 'EventInvokeConfig.DestinationConfig' should be a map.");
            }
            for (String event : List.of("OnSuccess", "OnFailure")) {
                if (map.get(event) == null) {
                    continue;
                }
                if (!(map.get(event) instanceof Map<?, ?> one)) {
                    throw declared.problem(
                            "Property 'EventInvokeConfig.DestinationConfig." + event + "' should be a map.");
                }
                destinations.put(event, Tree.map("Destination", destination(event, Tree.members(one))));
            }
        }
        Made config = new Made(id, "AWS::Lambda::EventInvokeConfig", declared.attributes())
                .dependsOn(alias == null ? null : Tree.list(alias.id()))
                .set("FunctionName", function.ref())
                .set("Qualifier", alias == null ? "$LATEST" : alias.get("Name"))
                .set("DestinationConfig", destinations)
                .set("MaximumEventAgeInSeconds", wanted.get("MaximumEventAgeInSeconds"))
                .set("MaximumRetryAttempts", wanted.get("MaximumRetryAttempts"));
        made.add(config);
        return made;
    }

    private @Nullable Object destination(String event, Map<String, Object> wanted) {
        Object type = wanted.get("Type");
        if (!TYPES.contains(String.valueOf(type))) {
            throw declared.problem("'Type: " + (type == null ? "None" : type)
                    + "' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']");
        }
        Object given = wanted.get("Destination");
        Object[] conditional = conditional(given);
        Object result = given;
        if (given == null || conditional.length > 0) {
            if (!type.equals("SQS") && !type.equals("SNS")) {
                throw declared.problem("Destination is required if Type is not ['SQS', 'SNS']");
            }
            boolean queue = type.equals("SQS");
            Made resource = new Made(
                    id + event + (queue ? "Queue" : "Topic"),
                    queue ? "AWS::SQS::Queue" : "AWS::SNS::Topic",
                    declared.passedOn());
            Object arn = queue ? resource.arn() : resource.ref();
            if (conditional.length > 0) {
                resource.attribute("Condition", and(String.valueOf(conditional[0])));
                arn = Fn.when(conditional[0], arn, conditional[1]);
            }
            made.add(resource);
            result = arn;
        }
        policies.add(policy(String.valueOf(type), result, id + event));
        return result;
    }

    /**
     * The condition under which {@code given} is nothing, and what it is otherwise; empty when it is not such an If.
     */
    private Object[] conditional(@Nullable Object given) {
        if (!Fn.isIf(given)) {
            return new Object[0];
        }
        List<Object> parts = Fn.branches(given);
        if (parts == null) {
            throw SamProblem.ofResource(id, "Malformed 'Destination' property: Fn::If requires 3 arguments.");
        }
        boolean first = Fn.isNoValue(parts.get(1));
        boolean second = Fn.isNoValue(parts.get(2));
        if (first == second) {
            return new Object[0];
        }
        if (first) {
            return new Object[] {parts.get(0), parts.get(2)};
        }
        String not = Conditions.name("NOT" + parts.get(0), id);
        context.conditions().put(not, Fn.not(parts.get(0)));
        return new Object[] {not, parts.get(1)};
    }

    private Object and(String condition) {
        Object own = declared.resource().get("Condition");
        if (own == null) {
            return condition;
        }
        String name = Conditions.name(own + "AND" + condition, declared.id());
        context.conditions().put(name, Tree.map("Fn::And", Conditions.each(List.of(String.valueOf(own), condition))));
        return name;
    }

    private static Map<String, Object> policy(String type, @Nullable Object target, String id) {
        return switch (type) {
            case "SQS" -> RolePolicies.sendMessage(target, id);
            case "SNS" -> RolePolicies.publish(target, id);
            case "EventBridge" -> RolePolicies.putEvents(target, id);
            case "Lambda" -> RolePolicies.invoke(target, id);
            default -> RolePolicies.putObject(target, id);
        };
    }
}
