package dev.hearth.storage;

import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingExtras;
import dev.hearth.services.registry.StreamSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of an event source mapping's document that only some of them have. */
final class MappingDocument {

    private MappingDocument() {}

    static Map<String, Object> of(EventSourceMapping mapping) {
        StreamSettings stream = mapping.stream();
        Map<String, Object> streamed = new HashMap<>(Map.of(
                "factor", stream.parallelizationFactor(),
                "position", stream.startingPosition(),
                "age", stream.maximumAgeSeconds(),
                "retries", stream.maximumRetries(),
                "bisect", stream.bisect(),
                "tumbling", stream.tumblingSeconds(),
                "onFailure", stream.onFailure()));
        Instant timestamp = stream.startingTimestamp();
        if (timestamp != null) {
            streamed.put("timestamp", timestamp.toEpochMilli());
        }
        KafkaSettings kafka = mapping.kafka();
        MappingExtras extras = mapping.extras();
        return Map.of(
                "stream",
                streamed,
                "kafka",
                Map.of(
                        "servers",
                        kafka.bootstrapServers(),
                        "topics",
                        kafka.topics(),
                        "group",
                        kafka.consumerGroupId(),
                        "access",
                        kafka.access().stream()
                                .map(each -> Map.of("type", each.type(), "uri", each.uri()))
                                .toList()),
                "extras",
                Map.of(
                        "minimumPollers",
                        extras.minimumPollers(),
                        "maximumPollers",
                        extras.maximumPollers(),
                        "pollerGroup",
                        extras.pollerGroup(),
                        "metrics",
                        extras.metrics(),
                        "kmsKey",
                        extras.kmsKeyArn(),
                        "tags",
                        extras.tags()));
    }

    static StreamSettings stream(Map<String, Object> document) {
        StreamSettings none = StreamSettings.NONE;
        return new StreamSettings(
                JsonDocument.number(document, "factor", none.parallelizationFactor()),
                JsonDocument.text(document, "position", none.startingPosition()),
                document.containsKey("timestamp")
                        ? Instant.ofEpochMilli(JsonDocument.longNumber(document, "timestamp", 0))
                        : null,
                JsonDocument.number(document, "age", none.maximumAgeSeconds()),
                JsonDocument.number(document, "retries", none.maximumRetries()),
                Boolean.TRUE.equals(document.get("bisect")),
                JsonDocument.number(document, "tumbling", none.tumblingSeconds()),
                JsonDocument.text(document, "onFailure", none.onFailure()));
    }

    static KafkaSettings kafka(Map<String, Object> document) {
        List<KafkaSettings.Access> access = JsonDocument.objects(document, "access").stream()
                .map(each -> new KafkaSettings.Access(
                        JsonDocument.text(each, "type", ""), JsonDocument.text(each, "uri", "")))
                .collect(Collectors.toList());
        return new KafkaSettings(
                JsonDocument.list(document, "servers"),
                JsonDocument.list(document, "topics"),
                JsonDocument.text(document, "group", ""),
                access);
    }

    static MappingExtras extras(Map<String, Object> document) {
        return new MappingExtras(
                JsonDocument.number(document, "minimumPollers", 0),
                JsonDocument.number(document, "maximumPollers", 0),
                JsonDocument.text(document, "pollerGroup", ""),
                JsonDocument.list(document, "metrics"),
                JsonDocument.text(document, "kmsKey", ""),
                JsonDocument.strings(JsonDocument.object(document, "tags")));
    }
}
