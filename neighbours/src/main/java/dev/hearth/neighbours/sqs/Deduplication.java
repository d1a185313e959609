package dev.hearth.neighbours.sqs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The deduplication ids of a FIFO queue that were accepted in the last five minutes: as many as memory holds, the
 * others by a look into the store. Belongs to its queue's lock.
 */
final class Deduplication {

    /** What tells messages apart. */
    record Key(String scope, String id) {}

    /**
     * What was accepted.
     *
     * @param durable completes when it is committed
     */
    record Known(MessageChange.Accepted accepted, CompletionStage<Void> durable) {}

    private final long queueId;
    private final SqsStore store;
    private final Map<Key, Known> known = new LinkedHashMap<>();
    /** Until then memory may have forgotten some. */
    private long lookUntilMillis;

    Deduplication(long queueId, SqsStore store, long nowMillis) {
        this.queueId = queueId;
        this.store = store;
        List<MessageChange.Accepted> kept = store.accepted(queueId, nowMillis, SqsLimits.DEDUPLICATION_IDS);
        if (kept.size() == SqsLimits.DEDUPLICATION_IDS) {
            lookUntilMillis = nowMillis + SqsLimits.DEDUPLICATION.toMillis();
        }
        List<MessageChange.Accepted> oldestFirst = new ArrayList<>(kept).reversed();
        oldestFirst.forEach(each -> known.put(
                new Key(each.scope(), each.deduplicationId()),
                new Known(each, CompletableFuture.completedFuture(null))));
    }

    /** The message that was accepted under this key, if that was less than five minutes ago. */
    @Nullable
    Known find(Key key, long nowMillis) {
        forgetExpired(nowMillis);
        Known found = known.get(key);
        if (found != null || nowMillis >= lookUntilMillis) {
            return found;
        }
        return store.accepted(queueId, key.scope, key.id, nowMillis).stream()
                .map(each -> new Known(each, CompletableFuture.completedFuture(null)))
                .findFirst()
                .orElse(null);
    }

    void add(Known accepted) {
        known.put(new Key(accepted.accepted.scope(), accepted.accepted.deduplicationId()), accepted);
        if (known.size() > SqsLimits.DEDUPLICATION_IDS) {
            Iterator<Known> oldest = known.values().iterator();
            lookUntilMillis = oldest.next().accepted.expiresMillis();
            oldest.remove();
        }
    }

    private void forgetExpired(long nowMillis) {
        Iterator<Known> oldest = known.values().iterator();
        while (oldest.hasNext() && oldest.next().accepted.expiresMillis() <= nowMillis) {
            oldest.remove();
        }
    }
}
