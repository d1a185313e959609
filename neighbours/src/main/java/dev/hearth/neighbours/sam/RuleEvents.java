package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that are rules of EventBridge: {@code Schedule}, {@code CloudWatchEvent} and {@code EventBridgeRule}. */
final class RuleEvents {

    private static final int TARGET_ID_LIMIT = 64;
    private static final String SUFFIX = "LambdaTarget";

    private RuleEvents() {}

    /** {@code Schedule}: a rule at times. */
    static final class Schedule implements SamEvent.Kind {

        private static final PropertyTable TABLE = PropertyTable.of(
                "Schedule",
                "Schedule:!s RuleName:s Input:s Enabled:b State:s Name:s Description:s DeadLetterConfig:m",
                "RetryPolicy:m");

        @Override
        public PropertyTable table() {
            return TABLE;
        }

        @Override
        public List<Made> make(SamEvent event, Context context) {
            Made rule = event.make("", "AWS::Events::Rule")
                    .set("ScheduleExpression", event.get("Schedule"))
                    .set("State", event.state())
                    .set("Name", event.get("Name"))
                    .set("Description", event.get("Description"));
            return finish(event, rule, targetId(event.id()), List.of("Input"));
        }
    }

    /** {@code EventBridgeRule} and its old name {@code CloudWatchEvent}: a rule with a pattern. */
    static final class Pattern implements SamEvent.Kind {

        private final PropertyTable table;

        Pattern(String type) {
            table = PropertyTable.of(
                    type,
                    "EventBusName:s RuleName:s Pattern:m DeadLetterConfig:m RetryPolicy:m Input:s InputPath:s Target:m",
                    "Enabled:b State:s InputTransformer:m");
        }

        @Override
        public PropertyTable table() {
            return table;
        }

        @Override
        public List<Made> make(SamEvent event, Context context) {
            Made rule = event.make("", "AWS::Events::Rule")
                    .set("EventBusName", event.get("EventBusName"))
                    .set("EventPattern", event.get("Pattern"))
                    .set("Name", event.get("RuleName"))
                    .set("State", event.state());
            Object id = Tree.at(event.properties(), "Target").get("Id");
            return finish(
                    event,
                    rule,
                    id == null ? targetId(event.id()) : id,
                    List.of("Input", "InputPath", "InputTransformer"));
        }
    }

    private static String targetId(String id) {
        return id.length() + SUFFIX.length() > TARGET_ID_LIMIT
                ? id.substring(0, TARGET_ID_LIMIT - SUFFIX.length()) + SUFFIX
                : id + SUFFIX;
    }

    private static List<Made> finish(SamEvent event, Made rule, Object targetId, List<String> inputs) {
        List<Made> made = new ArrayList<>(List.of(rule));
        Map<String, Object> target = Tree.map("Arn", event.target().arn(), "Id", targetId);
        inputs.forEach(input -> {
            if (event.get(input) != null) {
                target.put(input, event.get(input));
            }
        });
        Object queue = deadLetters(event, rule.arn(), made);
        if (queue != null) {
            target.put("DeadLetterConfig", Tree.map("Arn", queue));
        }
        if (event.get("RetryPolicy") != null) {
            target.put("RetryPolicy", event.get("RetryPolicy"));
        }
        rule.set("Targets", Tree.list(target));
        made.add(event.permission("events.amazonaws.com").set("SourceArn", rule.arn()));
        return made;
    }

    /** The ARN of the dead-letter queue, which is made with its policy when none is named; null for none. */
    private static @Nullable Object deadLetters(SamEvent event, Map<String, Object> rule, List<Made> made) {
        if (event.get("DeadLetterConfig") == null) {
            return null;
        }
        Map<String, Object> wanted = Tree.at(event.properties(), "DeadLetterConfig");
        checkDeadLetters(event, wanted);
        if (wanted.get("Arn") != null) {
            return wanted.get("Arn");
        }
        Made queue = queue(event, wanted);
        made.add(queue);
        made.add(event.make("QueuePolicy", "AWS::SQS::QueuePolicy")
                .set("Queues", Tree.list(queue.ref()))
                .set(
                        "PolicyDocument",
                        RolePolicies.sendMessage(Tree.map("Service", "events.amazonaws.com"), queue.arn(), rule)));
        return queue.arn();
    }

    static Made queue(SamEvent event, Map<String, Object> wanted) {
        Object id = wanted.get("QueueLogicalId");
        if (id != null && !(id instanceof String)) {
            throw event.problem("QueueLogicalId must be a string");
        }
        return new Made(
                id == null ? event.id() + "Queue" : String.valueOf(id),
                "AWS::SQS::Queue",
                event.target().passedOn());
    }

    static void checkDeadLetters(SamEvent event, Map<String, Object> wanted) {
        boolean arn = wanted.containsKey("Arn");
        boolean type = wanted.containsKey("Type");
        if (arn && type) {
            throw event.problem("You can either define 'Arn' or 'Type' property of DeadLetterConfig.");
        }
        if (type && !"SQS".equals(wanted.get("Type"))) {
            throw event.problem("The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.");
        }
        if (!arn && !type) {
            throw event.problem("No 'Arn' or 'Type' property provided for DeadLetterConfig.");
        }
    }
}
