package dev.hearth.sources.kafka;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.pollerfleet.TumblingWindow;
import dev.hearth.services.registry.EventSourceMapping;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link KafkaSource}: hands everything to the loop that owns the consumer. */
final class ConsumerSource implements KafkaSource {

    private final KafkaRecords records;
    private final ConsumerLoop loop;
    private final Tasks tasks;
    private final String name;
    private boolean started;

    ConsumerSource(EventSourceMapping mapping, int number, Tasks tasks, Ports ports) {
        this.records = new KafkaRecords(String.join(",", mapping.kafka().bootstrapServers()));
        this.name = "kafka-" + mapping.uuid() + "-" + number;
        this.loop = new ConsumerLoop(mapping, name, ports.time());
        this.tasks = tasks;
    }

    @Override
    public synchronized CompletionStage<@Nullable TumblingWindow> begin(Lease lease) {
        loop.join();
        if (!started) {
            started = true;
            tasks.start(name, loop);
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void rest() {
        loop.leave();
    }

    @Override
    public CompletionStage<List<Item>> read(int most, Duration wait) {
        return loop.read(most, wait);
    }

    @Override
    public List<Item> kept(List<Item> items) {
        return loop.kept(items);
    }

    @Override
    public ByteBuffer event(List<Item> batch) {
        return records.event(batch);
    }

    @Override
    public String batchInfo(List<Item> batch) {
        return records.batchInfo(batch);
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items) {
        return loop.settle(items);
    }

    /** A topic does not offer anything again by itself. */
    @Override
    public CompletionStage<Void> giveBack(List<Item> items) {
        throw new UnsupportedOperationException("a topic's records are tried again by their poller");
    }

    @Override
    public String problem() {
        return loop.problem();
    }

    @Override
    public boolean isIdle() {
        return loop.isIdle();
    }

    @Override
    public int partitions() {
        return loop.partitions();
    }

    @Override
    public void close() {
        loop.close(true);
    }

    @Override
    public void shutDown() {
        loop.close(false);
    }
}
