package dev.hearth.neighbours.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@link OutboxStore} in memory, for tests and the simulation. Every change is "durable" at once. */
final class MemoryOutboxStore implements OutboxStore {

    private final TreeMap<Long, StoredPosting> postings = new TreeMap<>();
    private long lastId;

    @Override
    public synchronized CompletionStage<List<StoredPosting>> add(List<Posting> added, long acceptedMillis) {
        List<StoredPosting> stored = new ArrayList<>();
        for (Posting posting : added) {
            StoredPosting one = new StoredPosting(++lastId, posting, acceptedMillis, 0, acceptedMillis);
            postings.put(one.id(), one);
            stored.add(one);
        }
        return CompletableFuture.completedStage(stored);
    }

    @Override
    public synchronized CompletionStage<Void> remove(long id) {
        postings.remove(id);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public <T> T carrying(long id, Supplier<T> carry) {
        return carry.get();
    }

    @Override
    public synchronized CompletionStage<Void> update(StoredPosting posting) {
        postings.replace(posting.id(), posting);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> removeLane(String lane) {
        postings.values().removeIf(each -> each.posting().lane().equals(lane));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized List<String> lanes() {
        return postings.values().stream()
                .map(each -> each.posting().lane())
                .distinct()
                .toList();
    }

    @Override
    public synchronized List<StoredPosting> read(String lane, long afterId, int limit) {
        return postings.tailMap(afterId, false).values().stream()
                .filter(each -> each.posting().lane().equals(lane))
                .limit(limit)
                .toList();
    }

    /** Everything that is kept, by id. */
    synchronized List<StoredPosting> all() {
        return List.copyOf(postings.values());
    }
}
