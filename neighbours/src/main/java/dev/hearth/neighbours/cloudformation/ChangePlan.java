package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.cloudformation.PlannedChange.Action;
import dev.hearth.neighbours.cloudformation.PlannedChange.Replacement;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.templates.Unknown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a stack's becoming something else would do to its resources. Pure but for what the template's functions ask. */
final class ChangePlan {

    private final Rows rows;
    private final RunParts parts;
    private final Set<String> later = new HashSet<>();

    private ChangePlan(Rows rows, RunParts parts) {
        this.rows = rows;
        this.parts = parts;
    }

    /** The changes, in the order in which they would be made; removals last. */
    static List<PlannedChange> of(Stack stack, StackSettings wanted, RunParts parts, String accessKeyId) {
        ChangePlan plan = new ChangePlan(new Rows(parts.store().resources(stack.id())), parts);
        RunTarget target = new RunTarget(
                wanted,
                plan::known,
                () -> parts.store().exports(),
                parts.clients().as(accessKeyId));
        return plan.changes(target);
    }

    private @Nullable StackResource known(String logicalId) {
        StackResource row = later.contains(logicalId) ? null : rows.current(logicalId);
        return row == null || row.status().isGone() ? null : row;
    }

    private List<PlannedChange> changes(RunTarget target) {
        List<PlannedChange> changes = new ArrayList<>();
        for (String id : target.order()) {
            PlannedChange change = change(id, target);
            if (change != null) {
                changes.add(change);
                if (change.action() == Action.ADD || change.replacement() == Replacement.YES) {
                    later.add(id);
                }
            }
        }
        for (StackResource row : rows.kept()) {
            if (row.current() && !target.has(row.logicalId())) {
                changes.add(new PlannedChange(
                        Action.REMOVE,
                        row.logicalId(),
                        row.physicalId(),
                        row.type(),
                        Replacement.NO,
                        List.of(),
                        List.of()));
            }
        }
        return changes;
    }

    private @Nullable PlannedChange change(String id, RunTarget target) {
        String name = target.block(id).type();
        ResourceType type = parts.type(name);
        StackResource row = known(id);
        if (type == null) {
            throw CloudFormationError.VALIDATION.because("Unrecognized resource types: [" + name + "]");
        }
        if (row == null) {
            return new PlannedChange(Action.ADD, id, "", name, Replacement.NO, List.of(), List.of());
        }
        Map<String, Object> wanted = properties(id, target);
        Set<String> names = StackDecisions.changes(row.properties(), wanted);
        List<String> dynamic = names.stream()
                .filter(property -> wanted.get(property) instanceof Object value && Unknown.in(value))
                .toList();
        return switch (StackDecisions.step(row, type, wanted, target.settings().tags())) {
            case NOTHING -> null;
            case CREATE, CREATE_AGAIN ->
                new PlannedChange(Action.ADD, id, "", name, Replacement.NO, List.of(), List.of());
            case UPDATE ->
                new PlannedChange(
                        Action.MODIFY, id, row.physicalId(), name, Replacement.NO, List.copyOf(names), dynamic);
            case REPLACE -> {
                Set<String> sure = new HashSet<>(names);
                dynamic.forEach(sure::remove);
                boolean maybe = row.type().equals(name) && (sure.isEmpty() || !type.isReplacedBy(sure));
                yield new PlannedChange(
                        Action.MODIFY,
                        id,
                        row.physicalId(),
                        name,
                        maybe ? Replacement.MAYBE : Replacement.YES,
                        List.copyOf(names),
                        dynamic);
            }
        };
    }

    private static Map<String, Object> properties(String id, RunTarget target) {
        try {
            return target.properties(id);
        } catch (FaultException wrong) {
            throw CloudFormationError.VALIDATION.because(wrong.fault().message());
        }
    }
}
