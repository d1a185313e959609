package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ScheduleV2}: a schedule of EventBridge Scheduler. */
final class SchedulerEvent implements SamEvent.Kind {

    private static final PropertyTable TABLE = PropertyTable.of(
            "ScheduleV2",
            "PermissionsBoundary:s ScheduleExpression:!s FlexibleTimeWindow:m Name:s State:s Description:s StartDate:s",
            "EndDate:s ScheduleExpressionTimezone:s GroupName:s KmsKeyArn:s Input:s RoleArn:s DeadLetterConfig:m",
            "RetryPolicy:m OmitName:=b");

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public List<Made> make(SamEvent event, Context context) {
        Made schedule = event.make("", "AWS::Scheduler::Schedule");
        for (String property : List.of(
                "ScheduleExpression",
                "Description",
                "StartDate",
                "EndDate",
                "ScheduleExpressionTimezone",
                "GroupName",
                "KmsKeyArn")) {
            schedule.set(property, event.get(property));
        }
        schedule.set("State", event.says("State") ? event.get("State") : null);
        schedule.set("FlexibleTimeWindow", Tree.either(event.get("FlexibleTimeWindow"), Tree.map("Mode", "OFF")));
        if (!event.says("OmitName")) {
            schedule.set("Name", Tree.either(event.get("Name"), event.id()));
        } else if (event.says("Name")) {
            throw event.problem("Name cannot be set when OmitName is True");
        }
        List<Made> made = new ArrayList<>(List.of(schedule));
        Map<String, Object> target = Tree.map("Arn", event.target().arn());
        List<Object> policies = Tree.list(RolePolicies.invoke(event.target().arn(), event.id()));
        if (event.get("DeadLetterConfig") != null) {
            Map<String, Object> wanted = Tree.at(event.properties(), "DeadLetterConfig");
            RuleEvents.checkDeadLetters(event, wanted);
            Object queue = wanted.get("Arn");
            if (queue == null) {
                Made queueMade = RuleEvents.queue(event, wanted);
                made.add(queueMade);
                queue = queueMade.arn();
            }
            policies.add(RolePolicies.sendMessage(queue, event.id()));
            target.put("DeadLetterConfig", Tree.map("Arn", queue));
        }
        Object role = event.get("RoleArn");
        if (!Tree.says(role)) {
            Made roleMade = event.make("Role", "AWS::IAM::Role")
                    .set("AssumeRolePolicyDocument", RolePolicies.assume("scheduler.amazonaws.com"))
                    .set("Policies", policies)
                    .set("PermissionsBoundary", Tree.either(event.get("PermissionsBoundary"), null));
            made.add(roleMade);
            role = roleMade.arn();
        }
        target.put("RoleArn", role);
        for (String property : List.of("Input", "RetryPolicy")) {
            if (event.get(property) != null) {
                target.put(property, event.get(property));
            }
        }
        schedule.set("Target", target);
        return made;
    }
}
