package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is going to be written together, and the events of it. */
final class UnitBuilder {

    private static final String STACK = "AWS::CloudFormation::Stack";

    private final Ports ports;
    private Stack stack;
    private final Map<String, StackResource> resources = new LinkedHashMap<>();
    private final List<StackEvent> events = new ArrayList<>();
    private final List<ChangeSet> changeSets = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private @Nullable Map<String, String> exports;
    private @Nullable Set<String> imports;
    private boolean dirty;
    private long told;

    UnitBuilder(Stack stack, Ports ports) {
        this(stack, ports, 0);
    }

    /** @param told the time of the last event before: of those of one time, clients show the last first */
    UnitBuilder(Stack stack, Ports ports, long told) {
        this.told = told;
        this.stack = stack;
        this.ports = ports;
    }

    Stack stack() {
        return stack;
    }

    long millis() {
        return ports.time().millis();
    }

    void stack(Stack now) {
        stack = now;
        dirty = true;
    }

    /** The stack's new status, as an event. */
    void status(StackStatus status, String reason) {
        stack(stack.now(status, reason));
        event(stack.name(), stack.id(), STACK, status.name(), reason);
    }

    void row(StackResource row) {
        resources.put(row.logicalId() + "#" + row.generation(), row);
        dirty = true;
    }

    /** The row and an event of its status. */
    void told(StackResource row) {
        row(row);
        event(row.logicalId(), row.physicalId(), row.type(), row.status().name(), row.reason());
    }

    void event(String logicalId, String physicalId, String type, String status, String reason) {
        long number = stack.lastEvent() + 1;
        StackOperation operation = stack.operation();
        String token = operation == null ? "" : operation.token();
        String id = logicalId.equals(stack.name()) && type.equals(STACK)
                ? ports.randomness().uuid().toString()
                : logicalId + "-" + status + "-" + ports.randomness().uuid();
        told = Math.max(millis(), told + 1);
        events.add(new StackEvent(stack.id(), number, id, logicalId, physicalId, type, status, reason, token, told));
        stack(stack.at(stack.updatedMillis(), stack.deletedMillis(), number));
    }

    /** The time of the last event, as {@link #millis}. */
    long lastTold() {
        return told;
    }

    void changeSet(ChangeSet set) {
        changeSets.add(set);
        dirty = true;
    }

    void removed(String changeSetId) {
        gone.add(changeSetId);
        dirty = true;
    }

    void trade(@Nullable Map<String, String> exported, @Nullable Set<String> imported) {
        exports = exported;
        imports = imported;
        dirty = true;
    }

    /** Writes it, if there is anything. */
    Stack save(StackStore store) {
        if (dirty) {
            store.save(new StackStore.Unit(
                    stack,
                    List.copyOf(resources.values()),
                    List.copyOf(events),
                    List.copyOf(changeSets),
                    List.copyOf(gone),
                    exports,
                    imports));
        }
        return stack;
    }
}
