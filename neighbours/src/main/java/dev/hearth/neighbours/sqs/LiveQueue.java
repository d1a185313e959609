package dev.hearth.neighbours.sqs;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The shell of one queue's messages: decides under its lock by its {@link Window}, hands the changes to the store in
 * the order of the decisions, and answers when they are committed. A write that fails ends it: the next use starts anew
 * from the store.
 */
final class LiveQueue {

    private static final long MILLIS = 1_000;

    private final RoomSqs room;
    private final long id;
    private final boolean fifo;
    private final Window window;
    private final @Nullable Deduplication deduplication;
    private final Drafts drafts;
    private final Receipts receipts;
    private final Attempts attempts = new Attempts();
    private final Waiting waiting;
    private boolean ended;

    LiveQueue(RoomSqs room, Queue queue) {
        this.room = room;
        this.id = queue.id();
        this.fifo = queue.isFifo();
        long now = room.nowMillis();
        long purged = queue.purgedSequence();
        room.usedSequence(purged);
        this.window = new Window(fifo, purged, room.store().count(id, purged), room.cachedBytes());
        this.drafts = new Drafts(room, fifo);
        this.receipts = new Receipts(id, fifo, window);
        this.deduplication = fifo ? new Deduplication(id, room.store(), now) : null;
        this.waiting = new Waiting(room.ports(), this::serveWaiting);
        room.store().inFlight(id, purged, now).forEach(message -> window.bringInFlight(message, now));
        load(window.startLoad());
    }

    private void load(long after) {
        int limit = SqsLimits.LOAD_MESSAGES;
        List<StoredMessage> found = room.store().messages(id, after, limit);
        found.forEach(message -> room.usedSequence(message.sequence()));
        synchronized (this) {
            window.loaded(found, after, limit, room.nowMillis());
        }
    }

    /** Brings more into the window when there is more and it runs short. Under the lock. */
    private void loadMore() {
        long after = window.startLoad();
        if (after < 0 || ended) {
            return;
        }
        room.ports().tasks().start("sqs load", () -> {
            try {
                load(after);
            } catch (RuntimeException e) {
                room.broken(this, e);
                return;
            }
            serveWaiting();
        });
    }

    long id() {
        return id;
    }

    private void alive() {
        if (ended) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "The queue's messages are being read anew; try again.")
                    .asException();
        }
    }

    // --- sending ---

    CompletionStage<Sent> send(Queue queue, QueueSettings settings, SendMessage message) {
        MessageRules.check(message, queue, settings);
        Deduplication.Key key = drafts.key(settings, message);
        String bodyDigest = Digests.md5(message.body());
        Entry entry;
        CompletionStage<Void> durable;
        String messageId;
        synchronized (this) {
            alive();
            long now = room.nowMillis();
            Deduplication.Known known = key == null || deduplication == null ? null : deduplication.find(key, now);
            if (known != null) {
                MessageChange.Accepted first = known.accepted();
                return known.durable()
                        .thenApply(done -> drafts.sent(first.messageId(), first.sequence(), bodyDigest, message));
            }
            entry = drafts.entry(settings, message, key, now);
            Content content = entry.content;
            messageId = content == null ? "" : content.messageId();
            List<MessageChange> changes = new ArrayList<>(2);
            if (content != null) {
                changes.add(new MessageChange.Added(id, entry.with(content)));
            }
            MessageChange.Accepted accepted = key == null
                    ? null
                    : new MessageChange.Accepted(
                            id,
                            key.scope(),
                            key.id(),
                            entry.sequence,
                            messageId,
                            now + SqsLimits.DEDUPLICATION.toMillis());
            if (accepted != null) {
                changes.add(accepted);
            }
            window.expect(entry);
            durable = room.store().write(changes);
            if (accepted != null && deduplication != null) {
                deduplication.add(new Deduplication.Known(accepted, durable));
            }
        }
        return committed(durable, List.of(entry))
                .thenApply(done -> drafts.sent(messageId, entry.sequence, bodyDigest, message));
    }

    /** Makes what is being written receivable once it is committed. */
    CompletionStage<Void> committed(CompletionStage<Void> durable, List<Entry> entries) {
        return durable.handle((done, failure) -> {
            if (failure != null) {
                throw room.broken(this, failure);
            }
            boolean wake;
            synchronized (this) {
                entries.forEach(entry -> window.committed(entry, room.nowMillis()));
                wake = waiting.any() && (window.order().hasReady() || !window.isComplete());
            }
            if (wake) {
                waiting.wake();
            }
            return done;
        });
    }

    /** Expects messages that are about to be moved here, as if they had been sent now. */
    synchronized List<Entry> expect(List<Entry> sources, boolean resetTime) {
        alive();
        long now = room.nowMillis();
        List<Entry> expected = new ArrayList<>();
        for (Entry source : sources) {
            Entry entry = new Entry(room.nextSequence(), source, resetTime ? now : source.sentMillis, now);
            window.expect(entry);
            expected.add(entry);
        }
        return expected;
    }

    // --- receiving ---

    CompletableFuture<List<Received>> receive(Queue queue, QueueSettings settings, ReceiveMessages wish) {
        MessageRules.check(wish);
        Integer visibility = wish.visibilitySeconds();
        Integer wait = wish.waitSeconds();
        long visibilityMillis = (visibility == null ? settings.visibilitySeconds() : visibility) * MILLIS;
        long waitMillis = (wait == null ? settings.waitSeconds() : wait) * MILLIS;
        Waiter waiter = new Waiter(wish, visibilityMillis, waitMillis > 0);
        Haul haul;
        synchronized (this) {
            alive();
            haul = take(queue, settings, waiter);
            boolean full = window.order().inFlight() >= SqsLimits.IN_FLIGHT_MESSAGES;
            if (haul == null && full && !fifo) {
                throw SqsError.OVER_LIMIT.because(
                        "Too many messages in flight: at most " + SqsLimits.IN_FLIGHT_MESSAGES + ".");
            }
            if (haul == null && (waitMillis > 0 || window.isLoading())) {
                waiting.add(waiter, waitMillis, window.order().nextMillis() - room.nowMillis());
                return waiter.future;
            }
        }
        if (haul == null) {
            waiter.future.complete(List.of());
        } else {
            haul.deliver(waiter.future);
        }
        return waiter.future;
    }

    /** Serves those who wait, as far as there are messages. On a task. */
    private void serveWaiting() {
        while (true) {
            Waiter waiter;
            Haul haul;
            synchronized (this) {
                if (ended) {
                    return;
                }
                waiter = waiting.first();
                if (waiter == null) {
                    return;
                }
                Queue queue = room.current(id);
                haul = queue == null ? null : take(queue, room.settings(queue), waiter);
                if (haul == null && (waiter.patient || window.isLoading())) {
                    waiting.alarm(window.order().nextMillis() - room.nowMillis());
                    return;
                }
                waiting.remove(waiter);
            }
            if (haul == null) {
                waiter.future.complete(List.of());
            } else {
                haul.deliver(waiter.future);
            }
        }
    }

    /** What is there for a receive; null for nothing. Under the lock. */
    private @Nullable Haul take(Queue queue, QueueSettings settings, Waiter waiter) {
        long now = room.nowMillis();
        window.order().advance(now);
        String attempt = fifo ? waiter.wish.attemptId() : null;
        List<Entry> again = attempt == null ? null : attempts.repeated(attempt, now);
        Haul haul = new Haul(room, this, queue);
        if (again != null) {
            again.forEach(entry -> window.order().hide(entry, now + waiter.visibilityMillis));
            haul.keepAll(again, id);
        } else if (window.order().inFlight() < SqsLimits.IN_FLIGHT_MESSAGES) {
            takeNew(settings, waiter, now, haul);
            if (attempt != null && !haul.taken().isEmpty()) {
                attempts.add(attempt, haul.taken(), now);
            }
        }
        loadMore();
        haul.write();
        return haul.taken().isEmpty() ? null : haul;
    }

    private void takeNew(QueueSettings settings, Waiter waiter, long now, Haul haul) {
        Redrive redrive = settings.redrive();
        Queue target = redrive == null ? null : room.named(redrive.targetArn());
        int most = Math.min(
                waiter.wish.most(),
                SqsLimits.IN_FLIGHT_MESSAGES - window.order().inFlight());
        List<Entry> taken = window.order().take(most, now + waiter.visibilityMillis, entry -> {
            if (entry.sentMillis + settings.retentionMillis() <= now) {
                window.forget(entry);
                haul.expired(entry, id);
                return false;
            }
            if (redrive != null && target != null && entry.receiveCount >= redrive.maxReceiveCount()) {
                window.forget(entry);
                haul.dead(entry, target);
                return false;
            }
            entry.receiveCount++;
            entry.receivedMillis = now;
            entry.firstReceivedMillis = entry.firstReceivedMillis == 0 ? now : entry.firstReceivedMillis;
            entry.receipt = room.ports().randomness().nextLong();
            return true;
        });
        haul.keepAll(taken, id);
        taken.forEach(window::dropContent);
    }

    /** Takes up to {@code most} ready messages out, to be moved; null when the store has to be asked for more first. */
    synchronized @Nullable List<Entry> takeOut(int most) {
        alive();
        window.order().advance(room.nowMillis());
        List<Entry> taken = new ArrayList<>();
        for (Entry next = window.order().peek();
                next != null && taken.size() < most;
                next = window.order().peek()) {
            window.remove(next);
            taken.add(next);
        }
        loadMore();
        return taken.isEmpty() && !window.isComplete() ? null : taken;
    }

    synchronized void left(List<Long> sequences) {
        sequences.forEach(window::left);
    }

    // --- receipts ---

    CompletionStage<Void> delete(Queue queue, String handle) {
        Receipt receipt = Receipt.of(handle, queue);
        MessageChange change;
        CompletionStage<Void> durable;
        synchronized (this) {
            alive();
            window.order().advance(room.nowMillis());
            change = receipts.delete(receipt, handle);
            if (change == null) {
                return CompletableFuture.completedFuture(null);
            }
            durable = room.store().write(List.of(change));
        }
        return settled(durable, receipt.sequence());
    }

    CompletionStage<Void> changeVisibility(Queue queue, String handle, int seconds) {
        MessageRules.visibility(seconds);
        Receipt receipt = Receipt.of(handle, queue);
        CompletionStage<Void> durable;
        synchronized (this) {
            alive();
            long now = room.nowMillis();
            window.order().advance(now);
            durable = room.store().write(List.of(receipts.hide(receipt, handle, seconds, now)));
        }
        return settled(durable, receipt.sequence());
    }

    /** Frees what waited for this message's group, or for the message itself. */
    private CompletionStage<Void> settled(CompletionStage<Void> durable, long sequence) {
        return durable.handle((done, failure) -> {
            if (failure != null) {
                throw room.broken(this, failure);
            }
            boolean wake;
            synchronized (this) {
                window.left(sequence);
                wake = waiting.any();
            }
            if (wake) {
                waiting.wake();
            }
            return done;
        });
    }

    // --- the whole queue ---

    synchronized MessageCounts counts() {
        window.order().advance(room.nowMillis());
        MessageOrder order = window.order();
        long visible = window.isComplete()
                ? order.ready()
                : Math.max(order.ready(), window.stored() - order.inFlight() - order.delayed());
        return new MessageCounts(visible, order.inFlight(), order.delayed());
    }

    synchronized void purge(long sequence) {
        window.purge(sequence);
    }

    /** Takes out of memory, and then of the store, what was sent before {@code sentMillis}. */
    void expire(long sentMillis) {
        CompletionStage<Void> durable;
        List<Long> sequences;
        synchronized (this) {
            Set<Entry> old = new LinkedHashSet<>();
            window.entries().forEach(entry -> {
                if (entry.sentMillis < sentMillis) {
                    old.add(entry);
                }
            });
            if (ended || old.isEmpty()) {
                return;
            }
            old.forEach(window::remove);
            sequences = old.stream().map(entry -> entry.sequence).toList();
            durable = room.store()
                    .write(sequences.stream()
                            .<MessageChange>map(sequence -> new MessageChange.Removed(id, sequence))
                            .toList());
        }
        durable.whenComplete((done, failure) -> {
            if (failure != null) {
                room.broken(this, failure);
            } else {
                left(sequences);
            }
        });
    }

    /** Ends it: those who wait are told {@code why}. */
    void end(FaultException why) {
        List<Waiter> all;
        synchronized (this) {
            ended = true;
            window.release();
            all = waiting.removeAll();
        }
        all.forEach(waiter -> waiter.future.completeExceptionally(why));
    }
}
