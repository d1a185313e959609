package dev.hearth.sources.kafka;

import dev.hearth.services.pollerfleet.EventSource.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer has read: what waits to be handed out, what is out, and what may be committed. Thread-safe. */
final class TopicProgress {

    private final Deque<Item> waiting = new ArrayDeque<>();
    private final Map<String, PartitionProgress> lanes = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
    private final String topic;

    TopicProgress(String topic) {
        this.topic = topic;
    }

    static String lane(TopicPartition partition) {
        return partition.topic() + "-" + partition.partition();
    }

    synchronized void clear() {
        waiting.clear();
        lanes.clear();
        committable.clear();
    }

    synchronized void add(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Item item = KafkaRecords.item(record);
            lanes.computeIfAbsent(item.lane(), _ -> new PartitionProgress()).read(record.offset());
            waiting.add(item);
        }
    }

    synchronized boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    synchronized List<Item> take(int most) {
        List<Item> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.poll());
        }
        return taken;
    }

    synchronized List<Item> kept(List<Item> items) {
        return items.stream()
                .filter(item -> {
                    PartitionProgress lane = lanes.get(item.lane());
                    return lane != null && lane.isOpen(KafkaRecords.offset(item));
                })
                .toList();
    }

    synchronized void settle(List<Item> items) {
        Map<String, List<Long>> byLane = items.stream()
                .collect(Collectors.groupingBy(
                        Item::lane, Collectors.mapping(KafkaRecords::offset, Collectors.toList())));
        byLane.forEach((name, offsets) -> {
            PartitionProgress lane = lanes.get(name);
            long next = lane == null ? PartitionProgress.NOTHING : lane.settle(offsets);
            if (next != PartitionProgress.NOTHING) {
                int number = Integer.parseInt(name.substring(topic.length() + 1));
                committable.put(new TopicPartition(topic, number), new OffsetAndMetadata(next));
            }
        });
    }

    synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
        return Map.copyOf(committable);
    }

    /** Unless more has become committable meanwhile. */
    synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committable.remove(partition, offset));
    }

    /** Partitions that are another consumer's from now on: nothing more of them is run or committed here. */
    synchronized void lost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            String lane = lane(partition);
            lanes.remove(lane);
            committable.remove(partition);
            waiting.removeIf(item -> item.lane().equals(lane));
        }
    }
}
