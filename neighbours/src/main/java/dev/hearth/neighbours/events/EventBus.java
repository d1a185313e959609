package dev.hearth.neighbours.events;

import java.util.Map;

/**
 * An event bus as it is kept.
 *
 * @param name {@code default}, or a custom bus's
 * @param description empty for none
 * @param kmsKey kept and shown, not used; empty for none
 * @param deadLetterArn kept and shown; empty for none
 * @param policy who may put events onto it, a JSON document; empty for none
 * @param tags its tags
 * @param createdMillis milliseconds since the epoch
 * @param modifiedMillis milliseconds since the epoch
 */
public record EventBus(
        String name,
        String description,
        String kmsKey,
        String deadLetterArn,
        String policy,
        Map<String, String> tags,
        long createdMillis,
        long modifiedMillis) {

    /** The bus that every account has. */
    public static final String DEFAULT = "default";

    public EventBus {
        tags = Map.copyOf(tags);
    }

    EventBus withPolicy(String newPolicy, long now) {
        return new EventBus(name, description, kmsKey, deadLetterArn, newPolicy, tags, createdMillis, now);
    }

    EventBus tagged(Map<String, String> newTags) {
        return new EventBus(name, description, kmsKey, deadLetterArn, policy, newTags, createdMillis, modifiedMillis);
    }
}
