package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Usage plans and API keys of REST APIs: one for each API, or one that all of them share. */
final class UsagePlans {

    private static final String SHARED_CONDITION = "SharedUsagePlanCondition";
    private static final Set<String> PROPERTIES =
            Set.of("CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName");

    private final Set<String> sharing = new LinkedHashSet<>();
    private final List<Object> sharedStages = new ArrayList<>();
    private final List<Object> sharedKeys = new ArrayList<>();
    private final Set<String> conditions = new LinkedHashSet<>();
    private boolean unconditional;
    private @Nullable Object deletion;
    private @Nullable Object replacement;

    /** What the {@code Auth} of {@code api} asks for; {@code stage} is its stage's logical id. */
    List<Made> make(Declared api, Map<String, Object> auth, String stage, Map<String, Object> templateConditions) {
        Object asked = auth.get("UsagePlan");
        if (asked == null) {
            return List.of();
        }
        if (!(asked instanceof Map<?, ?> map)) {
            throw api.problem("'UsagePlan' must be a dictionary");
        }
        Map<String, Object> wanted = Tree.members(map);
        if (!PROPERTIES.containsAll(wanted.keySet())) {
            throw api.problem("Invalid property for 'UsagePlan'");
        }
        Object kind = wanted.get("CreateUsagePlan");
        if (kind == null) {
            throw api.problem("'CreateUsagePlan' is a required field for UsagePlan.");
        }
        return switch (String.valueOf(kind)) {
            case "NONE" -> List.of();
            case "PER_API" -> own(api, wanted, stage);
            case "SHARED" -> shared(api, wanted, stage, templateConditions);
            default -> throw api.problem("'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].");
        };
    }

    private static List<Made> own(Declared api, Map<String, Object> wanted, String stage) {
        return plan(
                api.id(),
                Tree.list(api.id()),
                Tree.list(planStage(api, stage)),
                Tree.list(keyStage(api, stage)),
                wanted,
                api.passedOn());
    }

    private List<Made> shared(
            Declared api, Map<String, Object> wanted, String stage, Map<String, Object> templateConditions) {
        sharing.add(api.id());
        addNew(sharedStages, planStage(api, stage));
        addNew(sharedKeys, keyStage(api, stage));
        combine(api.passedOn(), templateConditions);
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (deletion != null) {
            attributes.put("DeletionPolicy", deletion);
        }
        if (replacement != null) {
            attributes.put("UpdateReplacePolicy", replacement);
        }
        if (!conditions.isEmpty() && !unconditional) {
            attributes.put("Condition", SHARED_CONDITION);
        }
        return plan("Serverless", new ArrayList<>(sharing), sharedStages, sharedKeys, wanted, attributes);
    }

    private static void addNew(List<Object> list, Object item) {
        if (!list.contains(item)) {
            list.add(item);
        }
    }

    private static Map<String, Object> planStage(Declared api, String stage) {
        return Tree.map("ApiId", Fn.ref(api.id()), "Stage", Fn.ref(stage));
    }

    private static Map<String, Object> keyStage(Declared api, String stage) {
        return Tree.map("RestApiId", Fn.ref(api.id()), "StageName", Fn.ref(stage));
    }

    private static List<Made> plan(
            String prefix,
            List<Object> dependsOn,
            List<Object> planStages,
            List<Object> keyStages,
            Map<String, Object> wanted,
            Map<String, Object> attributes) {
        Made plan = new Made(prefix + "UsagePlan", "AWS::ApiGateway::UsagePlan", attributes)
                .dependsOn(dependsOn)
                .set("ApiStages", new ArrayList<>(planStages));
        for (String name : List.of("UsagePlanName", "Description", "Quota", "Tags", "Throttle")) {
            if (Tree.says(wanted.get(name))) {
                plan.set(name, wanted.get(name));
            }
        }
        Made key = new Made(prefix + "ApiKey", "AWS::ApiGateway::ApiKey", attributes)
                .dependsOn(Tree.list(plan.id()))
                .set("Enabled", true)
                .set("StageKeys", new ArrayList<>(keyStages));
        Made planKey = new Made(prefix + "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", attributes)
                .dependsOn(Tree.list(key.id()))
                .set("KeyId", key.ref())
                .set("KeyType", "API_KEY")
                .set("UsagePlanId", plan.ref());
        return List.of(plan, key, planKey);
    }

    /** What the shared plan needs exists as long as one of the APIs does, and is kept when one is kept. */
    private void combine(Map<String, Object> attributes, Map<String, Object> templateConditions) {
        deletion = stronger(deletion, attributes.get("DeletionPolicy"));
        replacement = stronger(replacement, attributes.get("UpdateReplacePolicy"));
        Object condition = attributes.get("Condition");
        if (unconditional) {
            return;
        }
        if (condition == null) {
            unconditional = true;
            templateConditions.remove(SHARED_CONDITION);
        } else if (conditions.add(String.valueOf(condition))) {
            templateConditions.put(
                    SHARED_CONDITION,
                    conditions.size() == 1 ? condition : Tree.map("Fn::Or", Conditions.each(List.copyOf(conditions))));
        }
    }

    private static @Nullable Object stronger(@Nullable Object now, @Nullable Object other) {
        List<String> order = List.of("Delete", "Snapshot", "Retain");
        return now == null || (other != null && order.indexOf(other) > order.indexOf(now)) ? other : now;
    }
}
