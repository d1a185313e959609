package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.EventSourceMapping.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a wish makes of an event source mapping: pure functions. */
final class MappingDecisions {

    /** The name of a cluster's addresses in {@code SelfManagedEventSource.Endpoints}. */
    static final String BOOTSTRAP_SERVERS = "KAFKA_BOOTSTRAP_SERVERS";

    private static final int QUEUE_BATCH = 10;
    private static final int STREAM_BATCH = 100;
    private static final int QUEUE_POLLERS = 2;
    private static final int MOST_POLLERS = 200;

    private MappingDecisions() {}

    /** @param source what the wish's ARN names; null for Kafka */
    static EventSourceMapping create(
            String uuid,
            String functionArn,
            int timeoutSeconds,
            MappingWish wish,
            Mappings.Sources.@Nullable Source source,
            Instant now) {
        String arn = wish.sourceArn() == null ? "" : wish.sourceArn();
        MappingRules.checkModel(wish, true);
        MappingRules.checkKind(wish, arn);
        Kind kind = EventSourceMapping.kind(arn);
        EventSourceMapping mapping = new EventSourceMapping(
                uuid,
                functionArn,
                arn,
                wish.enabled() == null || wish.enabled(),
                orElse(wish.batchSize(), kind == Kind.QUEUE ? QUEUE_BATCH : STREAM_BATCH),
                orElse(wish.windowSeconds(), 0),
                wish.filters() == null ? List.of() : wish.filters(),
                Boolean.TRUE.equals(wish.partialResponses()),
                orElse(wish.maximumConcurrency(), 0),
                stream(StreamSettings.NONE, wish.stream()),
                kafka(uuid, kind, wish.kafka()),
                extras(kind, MappingExtras.NONE, wish.extras()),
                now);
        MappingRules.check(mapping, timeoutSeconds, source);
        return mapping;
    }

    /** {@code functionArn} is the new function's, or the present one's. */
    static EventSourceMapping update(
            EventSourceMapping present,
            String functionArn,
            int timeoutSeconds,
            MappingWish wish,
            Mappings.Sources.@Nullable Source source,
            Instant now) {
        MappingRules.checkModel(wish, false);
        MappingRules.checkKind(wish, present.sourceArn());
        EventSourceMapping mapping = new EventSourceMapping(
                present.uuid(),
                functionArn,
                present.sourceArn(),
                wish.enabled() == null ? present.enabled() : wish.enabled(),
                orElse(wish.batchSize(), present.batchSize()),
                orElse(wish.windowSeconds(), present.windowSeconds()),
                wish.filters() == null ? present.filters() : wish.filters(),
                wish.partialResponses() == null ? present.partialResponses() : wish.partialResponses(),
                orElse(wish.maximumConcurrency(), present.maximumConcurrency()),
                stream(present.stream(), wish.stream()),
                wish.kafka().access() == null
                        ? present.kafka()
                        : new KafkaSettings(
                                present.kafka().bootstrapServers(),
                                present.kafka().topics(),
                                present.kafka().consumerGroupId(),
                                wish.kafka().access()),
                extras(present.kind(), present.extras(), wish.extras()),
                now);
        MappingRules.check(mapping, timeoutSeconds, source);
        return mapping;
    }

    private static StreamSettings stream(StreamSettings present, MappingWish.Stream wish) {
        String position = wish.startingPosition();
        Instant timestamp = wish.startingTimestamp();
        Boolean bisect = wish.bisect();
        String onFailure = wish.onFailure();
        return new StreamSettings(
                orElse(wish.parallelizationFactor(), present.parallelizationFactor()),
                position == null ? present.startingPosition() : position,
                timestamp == null ? present.startingTimestamp() : timestamp,
                orElse(wish.maximumAgeSeconds(), present.maximumAgeSeconds()),
                orElse(wish.maximumRetries(), present.maximumRetries()),
                bisect == null ? present.bisect() : bisect,
                orElse(wish.tumblingSeconds(), present.tumblingSeconds()),
                onFailure == null ? present.onFailure() : onFailure);
    }

    /** A group id that nobody gave is the mapping's own name. */
    private static KafkaSettings kafka(String uuid, Kind kind, MappingWish.Kafka wish) {
        if (kind != Kind.KAFKA) {
            return KafkaSettings.NONE;
        }
        Map<String, List<String>> endpoints = wish.endpoints() == null ? Map.of() : wish.endpoints();
        String group = wish.consumerGroupId();
        return new KafkaSettings(
                endpoints.getOrDefault(BOOTSTRAP_SERVERS, List.of()),
                wish.topics() == null ? List.of() : wish.topics(),
                group == null ? uuid : group,
                wish.access() == null ? List.of() : wish.access());
    }

    private static MappingExtras extras(Kind kind, MappingExtras present, MappingWish.Extras wish) {
        MappingWish.Pollers pollers = wish.pollers();
        int minimum = present.minimumPollers();
        int maximum = present.maximumPollers();
        String group = present.pollerGroup();
        if (pollers != null) {
            boolean off = pollers.minimum() == null && pollers.maximum() == null;
            minimum = off ? 0 : orElse(pollers.minimum(), kind == Kind.QUEUE ? QUEUE_POLLERS : 1);
            maximum = off ? 0 : orElse(pollers.maximum(), Math.max(minimum, MOST_POLLERS));
            group = pollers.group() == null ? "" : pollers.group();
        }
        return new MappingExtras(
                minimum,
                maximum,
                group,
                wish.metrics() == null ? present.metrics() : wish.metrics(),
                wish.kmsKeyArn() == null ? present.kmsKeyArn() : wish.kmsKeyArn(),
                wish.tags() == null ? present.tags() : TagRules.merged(Map.of(), wish.tags()));
    }

    private static int orElse(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /** Whether both would invoke the same function with the same messages. */
    static boolean isSame(EventSourceMapping one, EventSourceMapping other) {
        return one.functionArn().equals(other.functionArn())
                && one.sourceArn().equals(other.sourceArn())
                && one.kafka().bootstrapServers().equals(other.kafka().bootstrapServers())
                && one.kafka().topics().equals(other.kafka().topics());
    }

    static FaultException alreadyThere(EventSourceMapping present, String function) {
        String which = switch (present.kind()) {
            case QUEUE ->
                "An event source mapping with SQS arn (\" " + present.sourceArn() + " \") and function (\" " + function
                        + " \") already exists.";
            case STREAM ->
                "The event source arn (\" " + present.sourceArn() + " \") and function (\" " + function
                        + " \") provided mapping already exists.";
            case KAFKA ->
                "An event source mapping with event source (\" "
                        + String.join(",", present.kafka().bootstrapServers()) + " \"), function (\" " + function
                        + " \"), topics (\" " + String.join(",", present.kafka().topics()) + " \") already exists.";
        };
        return new Fault(
                        Fault.Kind.CONFLICT,
                        which + " Please update or delete the existing mapping with UUID " + present.uuid())
                .asException();
    }
}
