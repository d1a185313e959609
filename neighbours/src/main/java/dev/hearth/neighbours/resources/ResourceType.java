package dev.hearth.neighbours.resources;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A type of resources. Its methods may block, and refuse by {@link dev.hearth.core.FaultException}. */
public interface ResourceType {

    /** For example {@code AWS::SQS::Queue}. */
    String name();

    /** The properties that cannot be changed: a change of one of them makes a new resource. */
    Set<String> replacing();

    /** Whether the change of {@code properties} makes a new resource. */
    default boolean isReplacedBy(Set<String> properties) {
        return properties.stream().anyMatch(replacing()::contains);
    }

    /** What a capability is needed for: nothing, {@code CAPABILITY_IAM}, or {@code CAPABILITY_NAMED_IAM}. */
    default String capability(Map<String, Object> properties) {
        return "";
    }

    /**
     * Makes the resource; when the wish says that this may have been tried before, takes what that made.
     *
     * @param told is to be given the physical id as soon as there is something to delete, when more is to come
     */
    Made create(Wish wish, AwsCalls calls, Consumer<String> told);

    /** Makes {@code now} of {@code before}, which is there as {@code physicalId}. */
    Made update(String physicalId, Wish before, Wish now, AwsCalls calls);

    /** Deletes it; that it is not there is fine. */
    void delete(String physicalId, Wish wish, AwsCalls calls);
}
