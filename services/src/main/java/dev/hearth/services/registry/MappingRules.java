package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.EventSourceMapping.Kind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.JsonRuleCompiler;

/**
 * What an event source mapping may be (botocore: {@code CreateEventSourceMappingRequest}; API reference,
 * CreateEventSourceMapping; developer guide, the pages on each source).
 */
final class MappingRules {

    private static final int MOST_BATCH = 10_000;
    private static final int QUEUE_BATCH_WITHOUT_WINDOW = 10;
    private static final int MOST_WINDOW_SECONDS = 300;
    private static final int MOST_CONCURRENCY = 1_000;
    private static final int LEAST_CONCURRENCY = 2;
    private static final int MOST_FILTERS = 5;
    private static final int FILTER_CHARS = 4_096;
    private static final int MOST_PARALLEL = 10;
    private static final int MOST_TUMBLING_SECONDS = 900;
    private static final int LEAST_AGE_SECONDS = 60;
    private static final int MOST_AGE_SECONDS = 604_800;
    private static final int MOST_RETRIES = 10_000;
    private static final int MOST_MINIMUM_POLLERS = 200;
    private static final int MOST_POLLERS = 2_000;
    private static final int LEAST_QUEUE_POLLERS = 2;
    private static final int POLLER_GROUP_CHARS = 128;
    private static final int TOPIC_CHARS = 249;
    private static final int GROUP_CHARS = 200;
    private static final int DESTINATION_CHARS = 350;
    private static final int ADDRESS_CHARS = 300;
    private static final int MOST_ADDRESSES = 10;
    private static final int MOST_ACCESS = 22;

    private static final List<String> POSITIONS =
            List.of(StreamSettings.LATEST, StreamSettings.AT_TIMESTAMP, StreamSettings.TRIM_HORIZON);
    private static final List<String> METRICS = List.of("EventCount", "ErrorCount", "KafkaMetrics");
    private static final Pattern TOPIC = Pattern.compile("[^.]([a-zA-Z0-9\\-_.]+)");
    private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9-\\/*:_+=.@-]*");
    private static final Pattern POLLER_GROUP = Pattern.compile("[a-zA-Z0-9-_]*");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5}");
    private static final Pattern DESTINATION = Pattern.compile("arn:[^:]+:(sqs|sns):[^:]+:[0-9]{12}:[^:]+");
    private static final Pattern KMS_KEY = Pattern.compile("(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");

    /** What a local network needs no answer to. */
    private static final List<String> PLAIN_ACCESS = List.of("VPC_SUBNET", "VPC_SECURITY_GROUP");

    private MappingRules() {}

    /** Refuses what the API's model alone forbids. */
    static void checkModel(MappingWish wish, boolean creates) {
        MappingWish.Stream stream = wish.stream();
        Constraints constraints = new Constraints();
        if (creates) {
            constraints.required("functionName", wish.function());
        }
        constraints
                .range("batchSize", wish.batchSize(), 1, MOST_BATCH)
                .range("maximumBatchingWindowInSeconds", wish.windowSeconds(), 0, MOST_WINDOW_SECONDS)
                .range("parallelizationFactor", stream.parallelizationFactor(), 1, MOST_PARALLEL)
                .oneOf("startingPosition", stream.startingPosition(), POSITIONS)
                .range("maximumRecordAgeInSeconds", stream.maximumAgeSeconds(), -1, MOST_AGE_SECONDS)
                .range("maximumRetryAttempts", stream.maximumRetries(), -1, MOST_RETRIES)
                .range("tumblingWindowInSeconds", stream.tumblingSeconds(), 0, MOST_TUMBLING_SECONDS)
                .length("destinationConfig.onFailure.destination", stream.onFailure(), 0, DESTINATION_CHARS)
                .range(
                        "scalingConfig.maximumConcurrency",
                        wish.maximumConcurrency() == null || wish.maximumConcurrency() == 0
                                ? null
                                : wish.maximumConcurrency(),
                        LEAST_CONCURRENCY,
                        MOST_CONCURRENCY)
                .eachOneOf("metricsConfig.metrics", wish.extras().metrics(), METRICS)
                .pattern("kMSKeyArn", wish.extras().kmsKeyArn(), KMS_KEY);
        kafkaModel(constraints, wish.kafka());
        pollersModel(constraints, wish.extras().pollers());
        constraints.verify();
    }

    private static void kafkaModel(Constraints constraints, MappingWish.Kafka kafka) {
        constraints
                .size("topics", kafka.topics(), 1, 1)
                .size("sourceAccessConfigurations", kafka.access(), 0, MOST_ACCESS)
                .length("selfManagedKafkaEventSourceConfig.consumerGroupId", kafka.consumerGroupId(), 1, GROUP_CHARS)
                .pattern("selfManagedKafkaEventSourceConfig.consumerGroupId", kafka.consumerGroupId(), GROUP);
        for (String topic : kafka.topics() == null ? List.<String>of() : kafka.topics()) {
            constraints.length("topics.1.member", topic, 1, TOPIC_CHARS).pattern("topics.1.member", topic, TOPIC);
        }
    }

    private static void pollersModel(Constraints constraints, MappingWish.@Nullable Pollers pollers) {
        if (pollers != null) {
            constraints
                    .range("provisionedPollerConfig.minimumPollers", pollers.minimum(), 1, MOST_MINIMUM_POLLERS)
                    .range("provisionedPollerConfig.maximumPollers", pollers.maximum(), 1, MOST_POLLERS)
                    .length("provisionedPollerConfig.pollerGroupName", pollers.group(), 0, POLLER_GROUP_CHARS)
                    .pattern("provisionedPollerConfig.pollerGroupName", pollers.group(), POLLER_GROUP);
        }
    }

    /** Refuses what is said and means nothing for the kind of source, by name. */
    static void checkKind(MappingWish wish, String sourceArn) {
        MappingWish.Stream stream = wish.stream();
        MappingWish.Kafka kafka = wish.kafka();
        Kind kind = EventSourceMapping.kind(sourceArn);
        boolean queue = kind == Kind.QUEUE;
        boolean shards = kind == Kind.STREAM;
        unserved(stream.onSuccess() != null && !stream.onSuccess().isEmpty(), "DestinationConfig.OnSuccess");
        unserved(queue && stream.startingPosition() != null, "StartingPosition");
        unserved(queue && stream.startingTimestamp() != null, "StartingPositionTimestamp");
        unserved(!shards && stream.parallelizationFactor() != null, "ParallelizationFactor");
        unserved(!shards && stream.tumblingSeconds() != null, "TumblingWindowInSeconds");
        unserved(queue && stream.maximumAgeSeconds() != null, "MaximumRecordAgeInSeconds");
        unserved(queue && stream.maximumRetries() != null, "MaximumRetryAttempts");
        unserved(queue && stream.bisect() != null, "BisectBatchOnFunctionError");
        unserved(queue && stream.onFailure() != null && !stream.onFailure().isEmpty(), "DestinationConfig.OnFailure");
        unserved(kind != Kind.KAFKA && kafka.topics() != null, "Topics");
        unserved(kind != Kind.KAFKA && kafka.endpoints() != null, "SelfManagedEventSource");
        unserved(kind != Kind.KAFKA && kafka.consumerGroupId() != null, "SelfManagedKafkaEventSourceConfig");
        unserved(kind != Kind.KAFKA && kafka.access() != null, "SourceAccessConfigurations");
        unserved(!queue && wish.maximumConcurrency() != null, "ScalingConfig");
        unserved(shards && wish.extras().pollers() != null, "ProvisionedPollerConfig");
    }

    private static void unserved(boolean said, String name) {
        if (said) {
            throw invalid(name + " is not supported for this event source.");
        }
    }

    /** Refuses what does not fit together. */
    static void check(EventSourceMapping mapping, int timeoutSeconds, Mappings.Sources.@Nullable Source source) {
        switch (source) {
            case null -> kafka(mapping);
            case Mappings.Sources.Queue queue -> queue(mapping, timeoutSeconds, queue);
            case Mappings.Sources.Stream stream -> stream(mapping, stream);
        }
        MappingExtras extras = mapping.extras();
        if (extras.minimumPollers() > extras.maximumPollers()) {
            throw invalid("MaximumPollers must be greater than or equal to MinimumPollers.");
        }
        if (extras.isProvisioned() && mapping.maximumConcurrency() > 0) {
            throw invalid("ProvisionedPollerConfig and ScalingConfig cannot be used together.");
        }
        filters(mapping.filters());
    }

    private static void queue(EventSourceMapping mapping, int timeoutSeconds, Mappings.Sources.Queue queue) {
        if (queue.fifo() && mapping.batchSize() > QUEUE_BATCH_WITHOUT_WINDOW) {
            throw invalid("BatchSize of a FIFO queue must be between 1 and 10.");
        }
        if (queue.fifo() && mapping.windowSeconds() > 0) {
            throw invalid("Batching window is not supported for FIFO queues");
        }
        if (mapping.batchSize() > QUEUE_BATCH_WITHOUT_WINDOW && mapping.windowSeconds() == 0) {
            throw invalid(
                    "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
        }
        if (mapping.extras().isProvisioned() && mapping.extras().minimumPollers() < LEAST_QUEUE_POLLERS) {
            throw invalid("MinimumPollers of an SQS event source must be between 2 and 200.");
        }
        if (queue.visibilitySeconds() < timeoutSeconds) {
            throw invalid("Queue visibility timeout: " + queue.visibilitySeconds()
                    + " seconds is less than Function timeout: " + timeoutSeconds + " seconds");
        }
    }

    private static void stream(EventSourceMapping mapping, Mappings.Sources.Stream stream) {
        start(mapping);
        if (!stream.timestamps() && mapping.stream().startingPosition().equals(StreamSettings.AT_TIMESTAMP)) {
            throw invalid("Unsupported starting position for arn type: " + mapping.sourceArn());
        }
        retries(mapping);
    }

    private static void start(EventSourceMapping mapping) {
        StreamSettings stream = mapping.stream();
        if (stream.startingPosition().isEmpty()) {
            throw invalid("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint:"
                    + " Member must not be null.");
        }
        boolean atTime = stream.startingPosition().equals(StreamSettings.AT_TIMESTAMP);
        if (atTime && stream.startingTimestamp() == null) {
            throw invalid("StartingPositionTimestamp is required when StartingPosition is AT_TIMESTAMP.");
        }
        if (!atTime && stream.startingTimestamp() != null) {
            throw invalid("StartingPositionTimestamp is only valid when StartingPosition is AT_TIMESTAMP.");
        }
    }

    private static void retries(EventSourceMapping mapping) {
        StreamSettings stream = mapping.stream();
        int age = stream.maximumAgeSeconds();
        if (age != StreamSettings.ENDLESS && age < LEAST_AGE_SECONDS) {
            throw invalid("MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.");
        }
        String to = stream.onFailure();
        if (!to.isEmpty() && (!DESTINATION.matcher(to).matches() || to.endsWith(".fifo"))) {
            throw invalid("The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure("
                    + "destination=" + to + ")) is invalid.");
        }
    }

    private static void kafka(EventSourceMapping mapping) {
        KafkaSettings kafka = mapping.kafka();
        List<String> servers = kafka.bootstrapServers();
        if (servers.isEmpty() || servers.size() > MOST_ADDRESSES) {
            throw invalid("SelfManagedEventSource.Endpoints needs 1 to " + MOST_ADDRESSES + " addresses of "
                    + MappingDecisions.BOOTSTRAP_SERVERS + ".");
        }
        for (String server : servers) {
            if (server.length() > ADDRESS_CHARS || !ADDRESS.matcher(server).matches()) {
                throw invalid("Invalid endpoint: " + server + " is not host:port.");
            }
        }
        if (kafka.topics().isEmpty()) {
            throw invalid("Topics is required for this event source.");
        }
        for (KafkaSettings.Access access : kafka.access()) {
            if (!PLAIN_ACCESS.contains(access.type())) {
                throw invalid("SourceAccessConfigurations of the type " + access.type()
                        + " need AWS Secrets Manager, which is not served here: only brokers that accept PLAINTEXT can"
                        + " be read.");
            }
        }
        start(mapping);
        retries(mapping);
    }

    private static void filters(List<String> filters) {
        if (filters.size() > MOST_FILTERS) {
            throw invalid("The number of filters is more than the limit of " + MOST_FILTERS + ".");
        }
        for (String pattern : filters) {
            if (pattern.length() > FILTER_CHARS || !isPattern(pattern)) {
                throw invalid("Invalid filter pattern definition.");
            }
        }
    }

    private static boolean isPattern(String pattern) {
        try {
            return JsonRuleCompiler.check(pattern) == null;
        } catch (RuntimeException notJson) {
            return false;
        }
    }

    /** Refuses a wish that names no source, or two. */
    static void checkSource(MappingWish wish) {
        Map<String, List<String>> endpoints = wish.kafka().endpoints();
        long named = Stream.of(wish.sourceArn() != null, endpoints != null)
                .filter(said -> said)
                .count();
        if (named != 1) {
            throw invalid(
                    named == 0
                            ? "Unrecognized event source."
                            : "EventSourceArn and SelfManagedEventSource cannot be used together.");
        }
    }

    static FaultException invalid(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
