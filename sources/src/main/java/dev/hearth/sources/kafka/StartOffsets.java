package dev.hearth.sources.kafka;

import dev.hearth.services.registry.StreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group begins in partitions that it has no offsets of. The place is committed before anything is read, so that
 * a group that began at the end misses nothing that comes while nobody reads.
 *
 * @param stream where the mapping begins
 * @param topic whose partitions they are
 * @param timeout of each request
 */
record StartOffsets(StreamSettings stream, String topic, Duration timeout) {

    /** Moves {@code consumer} to where it has to begin in those of {@code partitions} that the group never read. */
    void resolve(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        if (stream.startingPosition().equals(StreamSettings.TRIM_HORIZON)) {
            return;
        }
        Set<TopicPartition> all = consumer.partitionsFor(topic, timeout).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .collect(Collectors.toCollection(HashSet::new));
        all.addAll(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all, timeout);
        Set<TopicPartition> fresh = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .collect(Collectors.toSet());
        // The consumer may have chosen a place by itself meanwhile.
        partitions.forEach(partition -> {
            OffsetAndMetadata place = committed.get(partition);
            if (place != null) {
                consumer.seek(partition, place);
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        // A partition that joins a topic which the group reads already: nothing in it may be missed.
        boolean first = committed.values().stream().allMatch(Objects::isNull);
        Map<TopicPartition, Long> starts = !first && stream.startingPosition().equals(StreamSettings.LATEST)
                ? consumer.beginningOffsets(fresh, timeout)
                : starts(consumer, fresh);
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        starts.forEach((partition, offset) -> places.put(partition, new OffsetAndMetadata(offset)));
        consumer.commitSync(places, timeout);
        starts.forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> starts(Consumer<byte[], byte[]> consumer, Set<TopicPartition> fresh) {
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(fresh, timeout));
        Instant time = stream.startingTimestamp();
        if (stream.startingPosition().equals(StreamSettings.AT_TIMESTAMP) && time != null) {
            Map<TopicPartition, Long> wanted =
                    fresh.stream().collect(Collectors.toMap(partition -> partition, _ -> time.toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, timeout);
            found.forEach((partition, offset) -> {
                if (offset != null) {
                    ends.put(partition, offset.offset());
                }
            });
        }
        return ends;
    }
}
