package dev.hearth.services.registry;

import java.time.Instant;
import java.util.List;

/**
 * What a function is invoked with the messages or records of.
 *
 * @param uuid its name
 * @param functionArn the function, qualified as the caller qualified it
 * @param sourceArn the queue or stream; empty for a Kafka cluster that its owner runs
 * @param enabled whether it is polled
 * @param batchSize messages of one invocation at most
 * @param windowSeconds how long a batch that is not full waits
 * @param filters patterns of which a message must match one; none for every message
 * @param partialResponses whether the function says which messages failed
 * @param maximumConcurrency batches at once at most; 0 for no limit of its own
 * @param stream how shards or partitions are read
 * @param kafka the topic, if it is one
 * @param extras what else was said
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
        StreamSettings stream,
        KafkaSettings kafka,
        MappingExtras extras,
        Instant modified) {

    /** What there is to read from. */
    public enum Kind {
        QUEUE,
        STREAM,
        KAFKA
    }

    private static final int SERVICE = 2;
    private static final int FUNCTION_PARTS = 7;

    public EventSourceMapping {
        filters = List.copyOf(filters);
    }

    public Kind kind() {
        return kind(sourceArn);
    }

    static Kind kind(String sourceArn) {
        if (sourceArn.isEmpty()) {
            return Kind.KAFKA;
        }
        String[] parts = sourceArn.split(":");
        return parts.length > SERVICE && parts[SERVICE].equals("sqs") ? Kind.QUEUE : Kind.STREAM;
    }

    /** The ARN of the function without its qualifier: an ARN's first seven parts. */
    String unqualifiedArn() {
        String[] parts = functionArn.split(":");
        return String.join(":", List.of(parts).subList(0, FUNCTION_PARTS));
    }

    EventSourceMapping with(MappingExtras others) {
        return new EventSourceMapping(
                uuid,
                functionArn,
                sourceArn,
                enabled,
                batchSize,
                windowSeconds,
                filters,
                partialResponses,
                maximumConcurrency,
                stream,
                kafka,
                others,
                modified);
    }
}
