package dev.hearth.neighbours.sqs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the receives of a FIFO queue got that carried an attempt id, so that one that is repeated gets the same. Kept in
 * memory only; belongs to its queue's lock.
 */
final class Attempts {

    private record Attempt(List<Entry> entries, List<Long> receipts, long expiresMillis) {}

    private final Map<String, Attempt> attempts = new LinkedHashMap<>();

    /** What {@code id} got before, if nothing has happened to it since; else null. */
    @Nullable
    List<Entry> repeated(String id, long nowMillis) {
        Attempt attempt = attempts.get(id);
        if (attempt == null || attempt.expiresMillis <= nowMillis) {
            return null;
        }
        for (int i = 0; i < attempt.entries.size(); i++) {
            Entry entry = attempt.entries.get(i);
            if (entry.state != Entry.State.IN_FLIGHT || entry.receipt != attempt.receipts.get(i)) {
                return null;
            }
        }
        return attempt.entries;
    }

    void add(String id, List<Entry> entries, long nowMillis) {
        Iterator<Attempt> oldest = attempts.values().iterator();
        while (oldest.hasNext()) {
            Attempt next = oldest.next();
            if (next.expiresMillis > nowMillis && attempts.size() < SqsLimits.ATTEMPTS) {
                break;
            }
            oldest.remove();
        }
        List<Long> receipts = entries.stream().map(entry -> entry.receipt).toList();
        attempts.remove(id);
        attempts.put(
                id, new Attempt(new ArrayList<>(entries), receipts, nowMillis + SqsLimits.DEDUPLICATION.toMillis()));
    }
}
