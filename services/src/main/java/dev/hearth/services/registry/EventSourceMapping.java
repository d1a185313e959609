package dev.hearth.services.registry;

import java.time.Instant;
import java.util.List;

/**
 * What a function is invoked with the messages of.
 *
 * @param uuid its name
 * @param functionArn the function, qualified as the caller qualified it
 * @param sourceArn the queue
 * @param enabled whether it is polled
 * @param batchSize messages of one invocation at most
 * @param windowSeconds how long a batch that is not full waits
 * @param filters patterns of which a message must match one; none for every message
 * @param partialResponses whether the function says which messages failed
 * @param maximumConcurrency batches at once at most; 0 for no limit of its own
 * @param modified when it was last changed
 */
public record EventSourceMapping(
        String uuid,
        String functionArn,
        String sourceArn,
        boolean enabled,
        int batchSize,
        int windowSeconds,
        List<String> filters,
        boolean partialResponses,
        int maximumConcurrency,
        Instant modified) {

    public EventSourceMapping {
        filters = List.copyOf(filters);
    }

    /** The ARN of the function without its qualifier: an ARN's first seven parts. */
    String unqualifiedArn() {
        String[] parts = functionArn.split(":");
        return String.join(":", List.of(parts).subList(0, 7));
    }
}
