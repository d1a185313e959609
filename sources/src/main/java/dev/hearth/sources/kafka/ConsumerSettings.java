package dev.hearth.sources.kafka;

import dev.hearth.services.registry.EventSourceMapping;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How Hearth's consumers are configured. */
final class ConsumerSettings {

    /** After which a member that is silent loses its partitions, milliseconds. */
    private static final int SESSION_MILLIS = 10_000;

    /** After which a new partition is found, milliseconds. */
    private static final int METADATA_MILLIS = 10_000;

    /** Records that are in memory beside those in an invocation, at most. */
    private static final int MOST_RECORDS = 500;

    /** Bytes of one answer of a broker. */
    private static final int FETCH_BYTES = 6 * 1024 * 1024;

    private static final int LONGEST_BACKOFF_MILLIS = 1_000;

    private ConsumerSettings() {}

    /** @param member the same at every start, so that a new process takes the place of its predecessor at once */
    static Properties of(EventSourceMapping mapping, String member) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.join(",", mapping.kafka().bootstrapServers()),
                ConsumerConfig.GROUP_ID_CONFIG,
                mapping.kafka().consumerGroupId(),
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                "hearth-" + member,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "hearth-" + member,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName(),
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false"));
        properties.putAll(Map.of(
                // Only partitions that really move are taken from a consumer.
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_MILLIS,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                METADATA_MILLIS,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Math.min(MOST_RECORDS, mapping.batchSize()),
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                LONGEST_BACKOFF_MILLIS,
                ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                "",
                ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                "false"));
        return properties;
    }
}
