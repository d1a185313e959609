package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.resources.Made;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.resources.Wish;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::CloudFormation::Stack}: a stack that is another's resource. */
final class NestedStack implements ResourceType {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<String> ALL = List.of(Preparation.IAM, Preparation.NAMED_IAM, Preparation.AUTO_EXPAND);

    private final RoomCloudFormation room;

    NestedStack(RoomCloudFormation room) {
        this.room = room;
    }

    @Override
    public String name() {
        return "AWS::CloudFormation::Stack";
    }

    @Override
    public Set<String> replacing() {
        return Set.of();
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String name = wish.madeUp(StackLimits.NAME_CHARS);
        Stack child = room.find(name);
        if (child != null && !child.parentId().equals(wish.stackId())) {
            throw AwsCalls.isTaken(name(), child.id());
        }
        if (child == null) {
            Stack parent = room.stack(wish.stackId());
            deep(parent);
            String root = parent.rootId().isEmpty() ? parent.id() : parent.rootId();
            StackOptions options = new StackOptions(StackOperation.OnFailure.ROLLBACK, 0, false, "");
            child = room.create(request(name, wish), options, key(parent), parent.id(), root);
        }
        told.accept(child.id());
        return done(child.id(), calls, StackStatus.CREATE_COMPLETE);
    }

    private static String key(Stack parent) {
        StackOperation operation = parent.operation();
        return operation == null ? "" : operation.accessKeyId();
    }

    private void deep(Stack parent) {
        int depth = 1;
        for (Stack up = parent; !up.parentId().isEmpty(); up = room.stack(up.parentId())) {
            depth++;
        }
        if (depth > StackLimits.NESTED) {
            throw CloudFormationError.LIMIT.because("stacks are nested more than " + StackLimits.NESTED + " deep");
        }
    }

    private static StackRequest request(String name, Wish wish) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Tree.map(wish.properties(), "Parameters")
                .forEach((key, value) -> parameters.put(
                        key, value instanceof List<?> list ? String.join(",", Tree.texts(list)) : Tree.text(value)));
        return new StackRequest(
                name,
                null,
                wish.need("TemplateURL"),
                false,
                parameters,
                ALL,
                wish.allTags(),
                Tree.texts(wish.properties().get("NotificationARNs")),
                null,
                "");
    }

    /** Until the stack is at rest; then it must be in {@code wanted}. */
    private Made done(String id, AwsCalls calls, StackStatus wanted) {
        Stack child = room.stack(id);
        while (child.status().isBusy()) {
            calls.pause(POLL);
            child = room.stack(id);
        }
        boolean fine = child.status() == wanted || child.status() == StackStatus.CREATE_COMPLETE;
        if (!fine) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "Embedded stack " + id + " was not successfully "
                                    + (wanted == StackStatus.CREATE_COMPLETE ? "created" : "updated") + ": "
                                    + (child.reason().isEmpty() ? child.status() : child.reason()),
                            "")
                    .asException();
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        child.outputs().forEach(output -> attributes.put("Outputs." + output.key(), output.value()));
        return Made.of(id, attributes);
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Stack parent = room.stack(now.stackId());
        Stack child = room.stack(physicalId);
        if (!child.status().isBusy()) {
            try {
                room.update(request(physicalId, now), false, key(parent));
            } catch (FaultException same) {
                if (!same.fault().message().equals("No updates are to be performed.")) {
                    throw same;
                }
                return done(physicalId, calls, child.status());
            }
        }
        return done(physicalId, calls, StackStatus.UPDATE_COMPLETE);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Stack child = room.find(physicalId);
        while (child != null && child.status().isBusy() && child.status() != StackStatus.DELETE_IN_PROGRESS) {
            calls.pause(POLL);
            child = room.find(physicalId);
        }
        room.delete(physicalId, List.of(), "", key(room.stack(wish.stackId())));
        child = room.find(physicalId);
        while (child != null && child.status().isBusy()) {
            calls.pause(POLL);
            child = room.find(physicalId);
        }
        if (child != null && child.isLive()) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "Embedded stack " + physicalId + " was not deleted: " + child.reason(),
                            "")
                    .asException();
        }
    }
}
