package dev.hearth.services.logs;

import dev.hearth.services.logs.LogStore.EventBatch;
import java.util.ArrayDeque;
import java.util.List;

/** Events that the store did not take, the oldest first: as many as there is room for, the newest of all. */
final class HeldEvents {

    private final ArrayDeque<EventBatch> batches = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes;
    private long dropped;

    HeldEvents(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    void add(List<EventBatch> more) {
        more.forEach(batch -> {
            batches.addLast(batch);
            bytes += bytes(batch);
        });
        while (bytes > mostBytes) {
            drop(batches.removeFirst());
        }
    }

    EventBatch oldest() {
        return batches.getFirst();
    }

    EventBatch newest() {
        return batches.getLast();
    }

    boolean areMany() {
        return batches.size() > 1;
    }

    /** The oldest was written. */
    void oldestIsWritten() {
        bytes -= bytes(batches.removeFirst());
    }

    /** The newest was written, so the store is there and does not take the oldest: nobody ever will. */
    void newestIsWrittenAndOldestIsNot() {
        bytes -= bytes(batches.removeLast());
        drop(batches.removeFirst());
    }

    void dropAll() {
        while (!batches.isEmpty()) {
            drop(batches.removeFirst());
        }
    }

    private void drop(EventBatch batch) {
        bytes -= bytes(batch);
        dropped += batch.blocks().stream().mapToLong(EventBlock::count).sum();
    }

    /** How many events were dropped since this was asked last. */
    long takeDropped() {
        long taken = dropped;
        dropped = 0;
        return taken;
    }

    private static long bytes(EventBatch batch) {
        return batch.blocks().stream().mapToLong(EventBlock::storedBytes).sum();
    }
}
