package dev.hearth.neighbours.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event buses of this account and region. A bus is named by its name or ARN. Refusals are {@link EventsError}s. */
public interface Buses {

    /** What can be said of a bus; null where nothing was said. */
    record Wish(
            @Nullable String name,
            @Nullable String description,
            @Nullable String kmsKey,
            @Nullable String deadLetterArn) {}

    /** A statement for a bus's policy; null where nothing was said. */
    record Permission(
            @Nullable String action,
            @Nullable String principal,
            @Nullable String statementId,
            @Nullable Condition condition) {}

    /** A condition of a statement, as IAM writes it. */
    record Condition(String type, String key, String value) {}

    EventBus create(Wish wish, Map<String, String> tags);

    EventBus update(Wish wish);

    /** Deletes a custom bus without rules; one that is not there is deleted already. */
    void delete(String name);

    EventBus get(@Nullable String bus);

    String arn(EventBus bus);

    Page<EventBus> list(@Nullable String prefix, Page.Wish page);

    /** Replaces the policy. */
    void putPolicy(@Nullable String bus, String policy);

    /** Adds a statement to the policy, or replaces the one of the same id. */
    void putPermission(@Nullable String bus, Permission permission);

    /** Takes a statement from the policy; all of them when {@code statementId} is null. */
    void removePermission(@Nullable String bus, @Nullable String statementId);
}
