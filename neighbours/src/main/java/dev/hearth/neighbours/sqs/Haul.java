package dev.hearth.neighbours.sqs;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What one receive takes out of its queue, on its way: written under the queue's lock, delivered without it. */
final class Haul {

    /** A message as it was decided, before anything else happens to it. */
    private record Item(Entry entry, StoredMessage message, boolean known) {}

    private static final Content UNKNOWN = new Content("", "", Map.of(), 0, null, null, null, null);

    private final RoomSqs room;
    private final LiveQueue live;
    private final Queue queue;
    private final List<MessageChange> changes = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final List<Entry> taken = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();
    private final List<Entry> dead = new ArrayList<>();
    private @Nullable Queue target;
    private CompletionStage<Void> durable = CompletableFuture.completedFuture(null);

    Haul(RoomSqs room, LiveQueue live, Queue queue) {
        this.room = room;
        this.live = live;
        this.queue = queue;
    }

    List<Entry> taken() {
        return taken;
    }

    void keepAll(List<Entry> entries, long queueId) {
        for (Entry entry : entries) {
            Content content = entry.content;
            taken.add(entry);
            items.add(new Item(entry, entry.with(content == null ? UNKNOWN : content), content != null));
            changes.add(entry.hidden(queueId));
        }
    }

    void expired(Entry entry, long queueId) {
        gone.add(entry.sequence);
        changes.add(new MessageChange.Removed(queueId, entry.sequence));
    }

    void dead(Entry entry, Queue deadLetterQueue) {
        dead.add(entry);
        target = deadLetterQueue;
    }

    /** Hands the changes to the store; dead letters leave by a task, because they need another queue's lock. */
    void write() {
        if (!changes.isEmpty()) {
            durable = room.store().write(changes);
        }
        Queue deadLetterQueue = target;
        if (deadLetterQueue != null) {
            room.ports().tasks().start("sqs dead letter", () -> room.move(queue, live, dead, deadLetterQueue, true));
        }
        if (!gone.isEmpty()) {
            durable.thenRun(() -> live.left(gone));
        }
    }

    /** Gives the messages to the receiver once the store knows that they are in flight. */
    void deliver(CompletableFuture<List<Received>> receiver) {
        durable.whenComplete((done, failure) -> {
            if (failure != null) {
                receiver.completeExceptionally(room.broken(live, failure));
            } else if (items.stream().allMatch(Item::known)) {
                give(receiver, received(Map.of()));
            } else {
                room.ports().tasks().start("sqs receive", () -> read(receiver));
            }
        });
    }

    private void read(CompletableFuture<List<Received>> receiver) {
        try {
            List<Long> missing = items.stream()
                    .filter(item -> !item.known)
                    .map(item -> item.message.sequence())
                    .toList();
            give(receiver, received(room.store().contents(queue.id(), missing)));
        } catch (RuntimeException e) {
            receiver.completeExceptionally(e);
        }
    }

    /** Shows at once again what nobody waits for any more. */
    private void give(CompletableFuture<List<Received>> receiver, List<Received> received) {
        if (!receiver.complete(received)) {
            room.ports().tasks().start("sqs give back", () -> received.forEach(this::giveBack));
        }
    }

    private void giveBack(Received received) {
        try {
            live.changeVisibility(queue, received.receiptHandle(), 0);
        } catch (FaultException laterThen) {
            // Its visibility timeout shows it again.
        }
    }

    private List<Received> received(Map<Long, Content> contents) {
        List<Received> received = new ArrayList<>();
        for (Item item : items) {
            Content content = item.known ? item.message.content() : contents.get(item.message.sequence());
            if (content != null) {
                StoredMessage decided = item.message;
                StoredMessage message = new StoredMessage(
                        decided.sequence(),
                        content,
                        decided.visibleMillis(),
                        decided.receiveCount(),
                        decided.firstReceivedMillis(),
                        decided.receipt());
                String handle = new Receipt(queue.id(), decided.sequence(), decided.receipt()).handle();
                received.add(new Received(message, handle));
            }
        }
        return received;
    }
}
