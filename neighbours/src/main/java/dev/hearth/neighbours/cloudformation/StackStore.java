package dev.hearth.neighbours.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where stacks, their resources and events are kept. */
public interface StackStore {

    /** One that forgets when the process ends. */
    static StackStore inMemory() {
        return new MemoryStackStore();
    }

    /** Whether any stack has an operation under way. */
    boolean isAnyBusy();

    /** The stacks with an operation under way. */
    List<Stack> busy();

    /** All, the newest first, deleted ones too. */
    List<Stack> stacks();

    /** By ARN. */
    @Nullable
    Stack byId(String id);

    /** The one of this name that is not deleted. */
    @Nullable
    Stack named(String name);

    List<StackResource> resources(String stackId);

    /** The newest first, before the number {@code before}. */
    List<StackEvent> events(String stackId, long before, int limit);

    List<ChangeSet> changeSets(String stackId);

    /** All exports, by name: the value, and the id of the stack. */
    Map<String, Export> exports();

    /** The ids of the stacks that import {@code export}. */
    List<String> importers(String export);

    /** Writes all of {@code unit} or nothing, and returns when it is durable. */
    void save(Unit unit);

    /** Forgets a deleted stack with all that was its. */
    void forget(String stackId);

    /**
     * A value that a stack exports.
     *
     * @param name of it
     * @param value of it
     * @param stackId whose
     */
    record Export(String name, String value, String stackId) {}

    /**
     * What is written together.
     *
     * @param stack as it is now
     * @param resources as they are now
     * @param events new ones
     * @param changeSets as they are now
     * @param gone ids of change sets to be removed
     * @param exports all of the stack's, by name, instead of those before; null leaves them
     * @param imports names of all that the stack imports, instead of those before; null leaves them
     */
    record Unit(
            Stack stack,
            List<StackResource> resources,
            List<StackEvent> events,
            List<ChangeSet> changeSets,
            List<String> gone,
            @Nullable Map<String, String> exports,
            @Nullable Set<String> imports) {

        static Unit of(Stack stack) {
            return new Unit(stack, List.of(), List.of(), List.of(), List.of(), null, null);
        }
    }
}
