package dev.hearth.sources.kafka;

import dev.hearth.core.Time;
import dev.hearth.services.pollerfleet.EventSource.Item;
import dev.hearth.services.registry.EventSourceMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that owns a consumer: it keeps its place in the group whether or not records are wanted, and commits what is
 * done.
 *
 * <pre>
 * resting -- joined -> polling: commit what is done; fetch when nothing waits; hand out
 * polling -- lease lost, place taken by another -> resting; error -> polling, a second later
 * any     -- closed -> over
 * </pre>
 */
final class ConsumerLoop implements Runnable, ConsumerRebalanceListener {

    static final String CONNECTION =
            "PROBLEM: Connection error. Please check your event source connection configuration.";

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);

    /** Longest poll: a read's end and a lost broker are noticed within about this time. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration REQUEST = Duration.ofSeconds(3);
    private static final Duration PROBE = Duration.ofSeconds(3);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 1_000;

    /** A wish for records. */
    private record Read(int most, long endNanos, CompletableFuture<List<Item>> items) {}

    private final EventSourceMapping mapping;
    private final String member;
    private final String topic;
    private final StartOffsets starts;
    private final TopicProgress progress;
    private final Time time;
    private final Semaphore news = new Semaphore(0);
    private final Set<TopicPartition> unresolved = new HashSet<>();
    private final List<CompletableFuture<Boolean>> settling = new ArrayList<>();
    private @Nullable Read waiting;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile String problem = "";
    private volatile int partitions;
    private volatile boolean wanted;
    private volatile boolean rejoin;
    private volatile boolean leaves = true;
    private volatile boolean closed;

    /** Whether it may have taken the place of a predecessor, whose partitions were given out once more unchanged. */
    private boolean unbalanced;

    private long aliveNanos;

    ConsumerLoop(EventSourceMapping mapping, String member, Time time) {
        this.mapping = mapping;
        this.member = member;
        this.topic = mapping.kafka().topics().getFirst();
        this.starts = new StartOffsets(mapping.stream(), topic, REQUEST);
        this.progress = new TopicProgress(topic);
        this.time = time;
    }

    /** From now on records are wanted, from where the group's offsets are. */
    void join() {
        rejoin = true;
        wanted = true;
        wake();
    }

    /** From now on no records are wanted. */
    void leave() {
        wanted = false;
        wake();
    }

    /** @param leave whether others get its partitions at once; else its place is kept for a successor */
    void close(boolean leave) {
        leaves = leave;
        closed = true;
        wake();
    }

    private void wake() {
        news.release();
        Consumer<byte[], byte[]> polling = consumer;
        if (polling != null) {
            polling.wakeup();
        }
    }

    synchronized CompletionStage<List<Item>> read(int most, Duration wait) {
        CompletableFuture<List<Item>> items = new CompletableFuture<>();
        waiting = new Read(most, time.nanos() + wait.toNanos(), items);
        if (!serve()) {
            wake();
        }
        return items;
    }

    List<Item> kept(List<Item> items) {
        return progress.kept(items);
    }

    synchronized CompletionStage<Boolean> settle(List<Item> items) {
        progress.settle(items);
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        settling.add(committed);
        wake();
        return committed;
    }

    String problem() {
        return problem;
    }

    synchronized boolean isIdle() {
        return waiting != null;
    }

    int partitions() {
        return partitions;
    }

    /** Whether the read that waits, if any, has its answer. */
    private synchronized boolean serve() {
        Read read = waiting;
        if (read == null) {
            return true;
        }
        if (closed || progress.hasWaiting() || time.nanos() >= read.endNanos) {
            waiting = null;
            read.items.complete(progress.take(read.most));
            return true;
        }
        if (!wanted) {
            waiting = null;
            read.items.completeExceptionally(new IllegalStateException(member + " lost its place in the group"));
            return true;
        }
        return false;
    }

    private synchronized Duration left() {
        Read read = waiting;
        Duration left = read == null ? POLL : Duration.ofNanos(read.endNanos - time.nanos());
        return left.isNegative() ? Duration.ZERO : left.compareTo(POLL) < 0 ? left : POLL;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                if (wanted) {
                    turn(joined());
                } else {
                    rest();
                }
            } catch (WakeupException woken) {
                LOG.trace("woken", woken);
            } catch (FencedInstanceIdException another) {
                LOG.warn("{} is another process's by now", member);
                wanted = false;
            } catch (AuthorizationException | AuthenticationException | InvalidTopicException refused) {
                tell("PROBLEM: " + refused.getMessage(), refused);
                pause();
            } catch (KafkaException failed) {
                tell(CONNECTION, failed);
                pause();
            } catch (RuntimeException bug) {
                LOG.error("the consumer {} begins anew after an error", member, bug);
                rejoin = true;
                pause();
            }
            serve();
        }
        drop();
        serve();
        settled();
    }

    private void pause() {
        try {
            news.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        news.drainPermits();
    }

    private void rest() {
        drop();
        settled();
        serve();
        pause();
    }

    private Consumer<byte[], byte[]> joined() {
        Consumer<byte[], byte[]> present = consumer;
        if (present != null && !rejoin) {
            return present;
        }
        drop();
        rejoin = false;
        Consumer<byte[], byte[]> fresh = new KafkaConsumer<>(ConsumerSettings.of(mapping, member));
        fresh.subscribe(List.of(topic), this);
        aliveNanos = time.nanos();
        unbalanced = true;
        consumer = fresh;
        return fresh;
    }

    /** A member that rests leaves the group, so that others get its partitions. */
    private void drop() {
        Consumer<byte[], byte[]> present = consumer;
        consumer = null;
        if (present != null) {
            try {
                present.close(CloseOptions.timeout(CLOSE)
                        .withGroupMembershipOperation(
                                closed && !leaves || !closed && wanted
                                        ? CloseOptions.GroupMembershipOperation.DEFAULT
                                        : CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            } catch (KafkaException failed) {
                LOG.debug("{} was closed without its broker", member, failed);
            }
        }
        unresolved.clear();
        progress.clear();
    }

    private void turn(Consumer<byte[], byte[]> mine) {
        commit(mine);
        if (!unresolved.isEmpty()) {
            starts.resolve(mine, unresolved);
            unresolved.clear();
            partitions = mine.partitionsFor(topic, REQUEST).size();
            if (unbalanced && mine.assignment().size() < partitions) {
                mine.enforceRebalance("partitions may have come while this member was away");
            }
            unbalanced = false;
        }
        boolean hungry = !progress.hasWaiting();
        if (hungry) {
            mine.resume(mine.paused());
        } else {
            mine.pause(mine.assignment());
        }
        ConsumerRecords<byte[], byte[]> records = mine.poll(left());
        if (!records.isEmpty()) {
            progress.add(records);
            alive("");
        } else if (hungry && time.nanos() - aliveNanos > PROBE.toNanos()) {
            probe(mine);
        }
    }

    /** A consumer waits for a broker that is gone without a word: so it is asked. */
    private void probe(Consumer<byte[], byte[]> mine) {
        Set<TopicPartition> assigned = mine.assignment();
        if (!assigned.isEmpty()) {
            mine.endOffsets(assigned, REQUEST);
            alive("");
        } else if (mine.listTopics(REQUEST).containsKey(topic)) {
            partitions = mine.partitionsFor(topic, REQUEST).size();
            alive("");
        } else {
            alive("PROBLEM: The topic " + topic + " does not exist.");
        }
    }

    private void alive(String but) {
        aliveNanos = time.nanos();
        tell(but, null);
    }

    private void tell(String now, @Nullable Exception cause) {
        if (!now.equals(problem)) {
            problem = now;
            if (!now.isEmpty()) {
                LOG.warn("{} of {}: {} ({})", topic, mapping.kafka().bootstrapServers(), now, String.valueOf(cause));
            }
        }
    }

    private void commit(Consumer<byte[], byte[]> mine) {
        Map<TopicPartition, OffsetAndMetadata> offsets = progress.committable();
        if (!offsets.isEmpty()) {
            try {
                mine.commitSync(offsets, REQUEST);
                progress.committed(offsets);
            } catch (CommitFailedException notMine) {
                // The partitions have other consumers by now, which do the records again.
                progress.lost(offsets.keySet());
            } catch (RebalanceInProgressException later) {
                LOG.debug("{} commits after the rebalance", member, later);
                return;
            }
        }
        settled();
    }

    private void settled() {
        List<CompletableFuture<Boolean>> done;
        synchronized (this) {
            if (wanted && !closed && !progress.committable().isEmpty()) {
                return;
            }
            done = List.copyOf(settling);
            settling.clear();
        }
        done.forEach(each -> each.complete(true));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        Consumer<byte[], byte[]> mine = consumer;
        try {
            if (mine != null) {
                commit(mine);
            }
        } catch (KafkaException failed) {
            LOG.debug("{} could not commit what it gives away", member, failed);
        }
        onPartitionsLost(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        progress.lost(lost);
        unresolved.removeAll(lost);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        Consumer<byte[], byte[]> mine = consumer;
        if (mine != null && !assigned.isEmpty()) {
            mine.pause(assigned);
            unresolved.addAll(assigned);
        }
    }
}
