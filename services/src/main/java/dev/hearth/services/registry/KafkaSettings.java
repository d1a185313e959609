package dev.hearth.services.registry;

import java.util.List;

/**
 * A topic of a Kafka cluster that its owner runs.
 *
 * @param bootstrapServers each {@code host:port}; none when the source is no such cluster
 * @param topics one
 * @param consumerGroupId under which offsets are kept
 * @param access how it is reached, as the caller said it
 */
public record KafkaSettings(
        List<String> bootstrapServers, List<String> topics, String consumerGroupId, List<Access> access) {

    /** Of a source that is not Kafka. */
    public static final KafkaSettings NONE = new KafkaSettings(List.of(), List.of(), "", List.of());

    public KafkaSettings {
        bootstrapServers = List.copyOf(bootstrapServers);
        topics = List.copyOf(topics);
        access = List.copyOf(access);
    }

    /** One {@code SourceAccessConfiguration}. */
    public record Access(String type, String uri) {}
}
