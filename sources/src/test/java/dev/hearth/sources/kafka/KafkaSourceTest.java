package dev.hearth.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.core.Time;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingExtras;
import dev.hearth.services.registry.StreamSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Topics of a real broker as event sources. */
@Tag("slow")
class KafkaSourceTest {

    private static final Tasks THREADS =
            (name, work) -> Thread.ofPlatform().name(name).daemon().start(work);
    private static final VirtualPorts NEVER = new VirtualPorts(Instant.EPOCH, 1);
    private static final Lease LEASE = new Lease("mapping", "test", 1);

    private static KafkaBroker broker;

    private final List<KafkaSource> open = new ArrayList<>();
    private final String topic = "t-" + UUID.randomUUID();
    private final String group = "g-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @AfterEach
    void close() {
        open.forEach(KafkaSource::close);
    }

    private static final Time CLOCK = new Time() {
        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    private KafkaSource source(StreamSettings stream, int number) {
        EventSourceMapping mapping = new EventSourceMapping(
                group,
                "arn:aws:lambda:us-east-1:000000000000:function:f",
                "",
                true,
                100,
                0,
                List.of(),
                false,
                0,
                stream,
                new KafkaSettings(List.of(broker.address()), List.of(topic), group, List.of()),
                MappingExtras.NONE,
                Instant.EPOCH);
        KafkaSource source = KafkaSource.open(mapping, number, THREADS, new Ports(CLOCK, NEVER, THREADS, NEVER));
        open.add(source);
        source.begin(LEASE);
        return source;
    }

    private static StreamSettings from(String position) {
        return new StreamSettings(1, position, null, -1, -1, false, 0, "");
    }

    private static List<Item> read(KafkaSource source, int count) {
        List<Item> items = new ArrayList<>();
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            items.addAll(source.read(100, Duration.ofSeconds(1))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS));
            return items.size() >= count;
        });
        return items;
    }

    private static boolean settled(KafkaSource source, List<Item> items) throws Exception {
        return source.checkpoint(LEASE, items).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static String text(java.nio.ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    @Test
    void anEventIsAsDocumented() throws Exception {
        broker.topic(topic, 1);
        broker.produce(topic, 0, "k={\"a\":1}");
        KafkaSource source = source(from("TRIM_HORIZON"), 0);
        List<Item> items = read(source, 1);
        assertThat(text(source.event(items)))
                .matches("\\{\"eventSource\":\"SelfManagedKafka\",\"bootstrapServers\":\"127.0.0.1:\\d+\","
                        + "\"records\":\\{\"" + topic + "-0\":\\[\\{\"topic\":\"" + topic
                        + "\",\"partition\":0,\"offset\":0,\"timestamp\":\\d+,\"timestampType\":\"CREATE_TIME\","
                        + "\"key\":\"aw==\",\"value\":\"eyJhIjoxfQ==\",\"headers\":\\[\\]\\}\\]\\}\\}");
        assertThat(text(items.getFirst().filterable())).contains("\"key\":\"k\",\"value\":{\"a\":1}");
        assertThat(source.batchInfo(items))
                .contains("\"firstRecordOffset\":\"0\"")
                .contains("\"batchSize\":1");
    }

    @Test
    void offsetsAreCommittedUpToTheFirstThatIsNotDone() throws Exception {
        broker.topic(topic, 1);
        broker.produce(topic, 0, "k=0", "k=1", "k=2", "k=3");
        KafkaSource first = source(from("TRIM_HORIZON"), 0);
        List<Item> items = read(first, 4);
        assertThat(settled(first, List.of(items.get(0), items.get(1), items.get(3))))
                .isTrue();
        assertThat(broker.committed(group, topic, 0)).isEqualTo(2);
        // As a process that dies and one that comes after it: the same member takes its place at once.
        KafkaSource second = source(from("TRIM_HORIZON"), 0);
        assertThat(read(second, 2)).extracting(Item::id).containsExactly(topic + "-0-2", topic + "-0-3");
        await().atMost(Duration.ofSeconds(120)).until(() -> first.kept(items).isEmpty());
    }

    @Test
    void latestMissesWhatWasThereAndNothingThatComesWhileNobodyReads() throws Exception {
        broker.topic(topic, 1);
        broker.produce(topic, 0, "k=old");
        KafkaSource first = source(from("LATEST"), 0);
        await().atMost(Duration.ofSeconds(120)).until(() -> broker.committed(group, topic, 0) == 1);
        first.shutDown();
        broker.produce(topic, 0, "k=new");
        broker.topic(topic, 2);
        broker.produce(topic, 1, "k=newer");
        KafkaSource second = source(from("LATEST"), 0);
        assertThat(read(second, 2)).extracting(Item::id).containsExactlyInAnyOrder(topic + "-0-1", topic + "-1-0");
    }

    @Test
    void aPartitionThatMovesToAnotherConsumerIsRunByThatOneAlone() throws Exception {
        broker.topic(topic, 2);
        broker.produce(topic, 0, "k=0");
        broker.produce(topic, 1, "k=1");
        KafkaSource first = source(from("TRIM_HORIZON"), 0);
        List<Item> items = read(first, 2);
        KafkaSource second = source(from("TRIM_HORIZON"), 1);
        List<Item> moved = read(second, 1);
        assertThat(moved).hasSize(1);
        assertThat(first.kept(items)).hasSize(1).doesNotContainAnyElementsOf(moved);
        assertThat(settled(first, items)).isTrue();
        assertThat(settled(second, moved)).isTrue();
        assertThat(broker.committed(group, topic, 0)).isEqualTo(1);
        assertThat(broker.committed(group, topic, 1)).isEqualTo(1);
        assertThat(first.partitions()).isEqualTo(2);
    }

    @Test
    void aBrokerThatIsAwayIsToldOfAndWaitedFor() throws Exception {
        broker.topic(topic, 1);
        broker.produce(topic, 0, "k=0");
        KafkaSource source = source(from("TRIM_HORIZON"), 0);
        List<Item> items = read(source, 1);
        broker.kill();
        try {
            source.read(1, Duration.ofSeconds(1));
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> source.problem().startsWith("PROBLEM: Connection error."));
        } finally {
            up();
        }
        broker.produce(topic, 0, "k=1");
        assertThat(read(source, 1)).extracting(Item::id).contains(topic + "-0-1");
        assertThat(source.problem()).isEmpty();
        assertThat(settled(source, items)).isTrue();
        assertThat(broker.committed(group, topic, 0)).isEqualTo(1);
    }

    private static void up() throws IOException {
        broker.up();
    }

    @Test
    void aTopicThatIsNotThereIsToldOf() {
        KafkaSource source = source(from("LATEST"), 0);
        await().atMost(Duration.ofSeconds(120)).until(() -> source.problem().contains("does not exist"));
        broker.topic(topic, 1);
        await().atMost(Duration.ofSeconds(120)).until(() -> broker.committed(group, topic, 0) == 0);
    }
}
