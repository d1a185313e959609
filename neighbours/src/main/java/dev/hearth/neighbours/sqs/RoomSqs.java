package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link Sqs}: finds the {@link LiveQueue} of each call, and moves messages between them. */
final class RoomSqs implements Sqs {

    private record Known(Queue queue, QueueSettings settings) {}

    private static final Logger LOG = LoggerFactory.getLogger(RoomSqs.class);

    private final SqsStore store;
    private final Ports ports;
    private final AwsScope scope;
    private final RoomQueues queues;
    private final Mover mover;
    private final Sweeper sweeper;
    private final Map<Long, LiveQueue> live = new ConcurrentHashMap<>();
    private final Map<Long, Known> settings = new ConcurrentHashMap<>();
    private final Map<Long, Traffic> traffic = new ConcurrentHashMap<>();
    private final Map<Long, Long> purges = new HashMap<>();
    private final AtomicLong lastSequence = new AtomicLong();
    private final AtomicLong cachedBytes = new AtomicLong();
    private volatile boolean closed;

    private RoomSqs(SqsStore store, Ports ports, AwsScope scope) {
        this.store = store;
        this.ports = ports;
        this.scope = scope;
        this.queues = new RoomQueues(store, ports, scope, this::deleted);
        this.mover = new Mover(this, queues);
        this.sweeper = new Sweeper(this, queues);
    }

    static RoomSqs start(SqsStore store, Ports ports, AwsScope scope) {
        RoomSqs room = new RoomSqs(store, ports, scope);
        room.sweeper.start();
        room.mover.resume();
        return room;
    }

    SqsStore store() {
        return store;
    }

    Ports ports() {
        return ports;
    }

    AtomicLong cachedBytes() {
        return cachedBytes;
    }

    long nowMillis() {
        return ports.time().millis();
    }

    boolean isClosed() {
        return closed;
    }

    /** A sequence that was never used: the time of its making, and a counter where that is not enough. */
    long nextSequence() {
        long time = Sequences.at(nowMillis());
        return lastSequence.updateAndGet(last -> Math.max(last + 1, time));
    }

    void usedSequence(long sequence) {
        lastSequence.accumulateAndGet(sequence, Math::max);
    }

    @Nullable
    Queue named(String arn) {
        return queues.find(arn);
    }

    @Nullable
    Queue current(long id) {
        Known known = settings.get(id);
        return known == null ? null : queues.find(scope.arn("sqs", known.queue.name()));
    }

    QueueSettings settings(Queue queue) {
        Known known = settings.get(queue.id());
        if (known == null || known.queue != queue) {
            known = new Known(queue, QueueSettings.of(queue, scope));
            settings.put(queue.id(), known);
        }
        return known.settings;
    }

    @Nullable
    LiveQueue liveIfAny(long id) {
        return live.get(id);
    }

    LiveQueue live(Queue queue) {
        if (closed) {
            throw unavailable();
        }
        LiveQueue found = live.get(queue.id());
        if (found != null) {
            return found;
        }
        settings(queue);
        LiveQueue made = live.computeIfAbsent(queue.id(), id -> new LiveQueue(this, queue));
        if (closed) {
            made.end(unavailable());
        }
        return made;
    }

    private static FaultException unavailable() {
        return new Fault(Fault.Kind.UNAVAILABLE, "The queues are not available now; try again.").asException();
    }

    /** A write or read of the queue failed: what memory thinks may not be so, and is read anew. */
    RuntimeException broken(LiveQueue queue, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (live.remove(queue.id(), queue)) {
            LOG.warn("the messages of queue {} are read anew", queue.id(), cause);
        }
        queue.end(unavailable());
        return cause instanceof FaultException fault ? fault : unavailable();
    }

    private void deleted(Queue queue) {
        settings.remove(queue.id());
        traffic.remove(queue.id());
        LiveQueue gone = live.remove(queue.id());
        if (gone != null) {
            gone.end(SqsError.noQueue());
        }
    }

    /**
     * Moves messages that {@code from} has let go. One that fails is read anew by {@code from}, since the store still
     * has it.
     */
    CompletionStage<Void> move(Queue source, LiveQueue from, List<Entry> entries, Queue target, boolean deadLetters) {
        try {
            LiveQueue to = live(target);
            List<Entry> expected = to.expect(entries, source.isFifo() || !deadLetters);
            String sourceArn = deadLetters ? queues.arn(source) : "";
            List<MessageChange> changes = new ArrayList<>();
            List<Long> left = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                Entry old = entries.get(i);
                Entry made = expected.get(i);
                left.add(old.sequence);
                changes.add(new MessageChange.Moved(
                        source.id(),
                        old.sequence,
                        target.id(),
                        made.sequence,
                        made.visibleMillis,
                        sourceArn,
                        made.sentMillis == old.sentMillis ? 0 : made.sentMillis));
            }
            return to.committed(store.write(changes), expected).handle((done, failure) -> {
                if (failure != null) {
                    throw broken(from, failure);
                }
                from.left(left);
                return done;
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(broken(from, e));
        }
    }

    @Override
    public Queues queues() {
        return queues;
    }

    @Override
    public MoveTasks moveTasks() {
        return mover;
    }

    @Override
    public CompletionStage<Sent> send(Queue queue, SendMessage message) {
        Queue current = queues.current(queue);
        return traffic(current).sends(live(current).send(current, settings(current), message));
    }

    @Override
    public CompletableFuture<List<Received>> receive(Queue queue, ReceiveMessages wish) {
        Queue current = queues.current(queue);
        return traffic(current).receives(live(current).receive(current, settings(current), wish));
    }

    @Override
    public CompletionStage<Void> delete(Queue queue, String receiptHandle) {
        Queue current = queues.current(queue);
        return traffic(current).deletes(live(current).delete(current, receiptHandle));
    }

    @Override
    public CompletionStage<Void> changeVisibility(Queue queue, String receiptHandle, int seconds) {
        Queue current = queues.current(queue);
        return live(current).changeVisibility(current, receiptHandle, seconds);
    }

    @Override
    public MessageCounts counts(Queue queue) {
        return live(queues.current(queue)).counts();
    }

    private Traffic traffic(Queue queue) {
        Traffic known = traffic.get(queue.id());
        return known != null ? known : traffic.computeIfAbsent(queue.id(), _ -> new Traffic());
    }

    @Override
    public List<QueueReport> reports(int most) {
        List<QueueReport> reports = new ArrayList<>();
        Traffic others = new Traffic();
        MessageCounts count = new MessageCounts(0, 0, 0);
        List<Queue> all =
                queues.all().stream().sorted(Comparator.comparing(Queue::name)).toList();
        for (Queue queue : all) {
            if (reports.size() < most) {
                reports.add(traffic(queue).report(queue.name(), live(queue).counts(), oldestMillis(queue)));
                continue;
            }
            LiveQueue used = live.get(queue.id());
            if (used != null) {
                count = count.plus(used.counts());
            }
            others.add(traffic(queue));
        }
        if (all.size() > most) {
            reports.add(others.report("", count, 0));
        }
        return reports;
    }

    private long oldestMillis(Queue queue) {
        return store.messages(queue.id(), queue.purgedSequence(), 1).stream()
                .map(message -> message.content().sentMillis())
                .findFirst()
                .orElse(0L);
    }

    @Override
    public void purge(Queue queue) {
        Queue current = queues.current(queue);
        long now = nowMillis();
        synchronized (purges) {
            Long last = purges.get(current.id());
            if (last != null && now - last < SqsLimits.PURGE_PAUSE.toMillis()) {
                throw SqsError.PURGE_QUEUE_IN_PROGRESS.because(
                        "Only one PurgeQueue operation on " + current.name() + " is allowed every 60 seconds.");
            }
            purges.values().removeIf(then -> now - then >= SqsLimits.PURGE_PAUSE.toMillis());
            purges.put(current.id(), now);
        }
        long sequence = nextSequence();
        LiveQueue purged = live(current);
        queues.purged(current, sequence);
        purged.purge(sequence);
        sweeper.nudge();
    }

    @Override
    public void close() {
        closed = true;
        sweeper.close();
        live.values().forEach(each -> each.end(unavailable()));
    }
}
