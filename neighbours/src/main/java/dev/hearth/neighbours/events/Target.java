package dev.hearth.neighbours.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the events that a rule takes, and what of them.
 *
 * @param id unique in its rule
 * @param arn of a function, queue, topic or event bus
 * @param roleArn as whom EventBridge acts; empty for itself
 * @param input what is sent instead of the event: at most one of this, {@code inputPath} and {@code transformer}
 * @param inputPath the part of the event that is sent
 * @param transformer what is made of the event
 * @param messageGroupId of a FIFO queue
 * @param deadLetterArn the queue for events that it does not take
 * @param retries at most, 0 to 185; null for 185
 * @param ageSeconds of an event at most, 60 to 86,400; null for a day
 */
public record Target(
        String id,
        String arn,
        String roleArn,
        @Nullable String input,
        @Nullable String inputPath,
        @Nullable Transformer transformer,
        @Nullable String messageGroupId,
        @Nullable String deadLetterArn,
        @Nullable Integer retries,
        @Nullable Integer ageSeconds) {

    /**
     * A template, and what its variables are.
     *
     * @param paths into the event, by variable
     */
    public record Transformer(Map<String, String> paths, String template) {

        public Transformer {
            paths = Map.copyOf(paths);
        }
    }

    /** The target's service: the third part of its ARN; empty when it is not an ARN. */
    public String service() {
        String[] parts = arn.split(":", 4);
        return parts.length == 4 && parts[0].equals("arn") ? parts[2] : "";
    }
}
