package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.cloudformation.StackOperation.Kind;
import dev.hearth.neighbours.cloudformation.StackOperation.OnFailure;
import dev.hearth.neighbours.cloudformation.StackOperation.Phase;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Changes that wait to be executed. */
final class ChangeSets {

    private static final String NOTHING = "The submitted information didn't contain changes. Submit different"
            + " information to create a change set.";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

    private final RoomCloudFormation room;
    private final RunParts parts;
    private final Preparation preparation;

    ChangeSets(RoomCloudFormation room, RunParts parts, Preparation preparation) {
        this.room = room;
        this.parts = parts;
        this.preparation = preparation;
    }

    ChangeSet create(
            StackRequest request,
            String name,
            boolean creates,
            String description,
            OnFailure onFailure,
            String accessKeyId) {
        if (!NAME.matcher(name).matches()) {
            throw CloudFormationError.VALIDATION.because("1 validation error detected: Value '" + name
                    + "' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression"
                    + " pattern: [a-zA-Z][-a-zA-Z0-9]*");
        }
        Stack before = room.find(request.name());
        boolean review = before != null && before.status() == StackStatus.REVIEW_IN_PROGRESS;
        if (creates && before != null && before.isLive() && !review) {
            throw CloudFormationError.ALREADY_EXISTS.because("Stack [" + before.name() + "] already exists and cannot"
                    + " be created again with the changeSet [" + name + "].");
        }
        if (!creates) {
            if (before == null) {
                throw CloudFormationError.VALIDATION.because("Stack [" + request.name() + "] does not exist");
            }
            room.updatable(before);
        }
        Stack stack = before != null && before.isLive() ? before : room.fresh(request.checkedName());
        List<ChangeSet> others = parts.store().changeSets(stack.id());
        if (others.stream().anyMatch(set -> set.name().equals(name))) {
            throw CloudFormationError.ALREADY_EXISTS.because(
                    "ChangeSet " + name + " cannot be created due to a mismatch with existing attribute");
        }
        if (others.size() >= StackLimits.CHANGE_SETS) {
            throw CloudFormationError.LIMIT.because("Limit for change sets has been exceeded");
        }
        ChangeSet set = planned(request, stack, creates ? null : before, name, description, onFailure, accessKeyId);
        UnitBuilder unit = new UnitBuilder(stack, parts.ports());
        if (before == null || !before.isLive()) {
            unit.status(StackStatus.REVIEW_IN_PROGRESS, "User Initiated");
        }
        unit.changeSet(set);
        unit.save(parts.store());
        return set;
    }

    private ChangeSet planned(
            StackRequest request,
            Stack stack,
            @Nullable Stack before,
            String name,
            String description,
            OnFailure onFailure,
            String accessKeyId) {
        StackSettings wanted = StackSettings.NONE;
        List<PlannedChange> changes = List.of();
        String status = "CREATE_COMPLETE";
        String reason = "";
        try {
            wanted = preparation.settings(request, stack, before, accessKeyId, false);
            changes = ChangePlan.of(stack, wanted, parts, accessKeyId);
            if (before != null && room.isSame(before, wanted, accessKeyId)) {
                status = "FAILED";
                reason = NOTHING;
            }
        } catch (FaultException wrong) {
            if (CloudFormationError.CAPABILITIES.code().equals(wrong.fault().detail())
                    || wrong.fault().message().startsWith("Parameters:")) {
                throw wrong;
            }
            status = "FAILED";
            reason = wrong.fault().message();
        }
        String id = parts.scope()
                .arn(
                        "cloudformation",
                        "changeSet/" + name + "/" + parts.ports().randomness().uuid());
        return new ChangeSet(
                id,
                name,
                stack.id(),
                before == null,
                description,
                parts.ports().time().millis(),
                status,
                reason,
                status.equals("FAILED") ? "UNAVAILABLE" : "AVAILABLE",
                wanted,
                changes,
                onFailure);
    }

    ChangeSet get(String stackName, String name) {
        ChangeSet set = find(stackName, name);
        if (set == null) {
            throw CloudFormationError.CHANGE_SET_NOT_FOUND.because("ChangeSet [" + name + "] does not exist");
        }
        return set;
    }

    private @Nullable ChangeSet find(String stackName, String name) {
        if (name.startsWith("arn:")) {
            return parts.store().stacks().stream()
                    .flatMap(stack -> parts.store().changeSets(stack.id()).stream())
                    .filter(set -> set.id().equals(name))
                    .findFirst()
                    .orElse(null);
        }
        if (stackName.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "StackName must be specified if ChangeSetName is not specified as an ARN.");
        }
        return parts.store().changeSets(room.stack(stackName).id()).stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    void execute(String stackName, String name, String token, boolean disableRollback, String accessKeyId) {
        ChangeSet set = get(stackName, name);
        if (!set.execution().equals("AVAILABLE")) {
            throw CloudFormationError.CHANGE_SET_STATUS.because(
                    "ChangeSet [" + set.id() + "] cannot be executed in its current status of [" + set.status() + "]");
        }
        Stack stack = room.stack(set.stackId());
        OnFailure onFailure = disableRollback ? OnFailure.DO_NOTHING : set.onFailure();
        StackOptions options = new StackOptions(onFailure, 0, false, "");
        Kind kind = set.creates() ? Kind.CREATE : Kind.UPDATE;
        if (!set.creates()) {
            room.updatable(stack);
        } else if (stack.status() != StackStatus.REVIEW_IN_PROGRESS) {
            throw CloudFormationError.CHANGE_SET_STATUS.because(
                    "ChangeSet [" + set.id() + "] cannot be executed: the stack is in " + stack.status());
        }
        room.begin(
                stack.within(stack.parentId(), stack.rootId(), set.id()),
                room.operation(kind, Phase.FORWARD, set.wanted(), accessKeyId, token, options),
                set.creates() ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS,
                set.executed("EXECUTE_COMPLETE"));
    }

    void delete(String stackName, String name) {
        ChangeSet set;
        try {
            set = find(stackName, name);
        } catch (FaultException noStack) {
            set = null;
        }
        if (set == null) {
            return;
        }
        Stack stack = room.stack(set.stackId());
        UnitBuilder unit = new UnitBuilder(stack, parts.ports());
        unit.removed(set.id());
        unit.save(parts.store());
    }
}
