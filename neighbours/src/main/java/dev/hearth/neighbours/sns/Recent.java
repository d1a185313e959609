package dev.hearth.neighbours.sns;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deduplication ids that a FIFO topic saw within five minutes, with what they were answered. Not thread-safe. */
final class Recent {

    private record Seen(Published published, long atMillis) {}

    private final LinkedHashMap<String, Seen> seen = new LinkedHashMap<>();

    @Nullable
    Published find(String id, long now) {
        forgetOld(now);
        Seen found = seen.get(id);
        return found == null ? null : found.published;
    }

    void add(String id, Published published, long now) {
        seen.put(id, new Seen(published, now));
    }

    private void forgetOld(long now) {
        Iterator<Map.Entry<String, Seen>> each = seen.entrySet().iterator();
        while (each.hasNext()) {
            boolean old = now - each.next().getValue().atMillis >= SnsLimits.DEDUPLICATION.toMillis();
            if (!old && seen.size() <= SnsLimits.DEDUPLICATION_IDS) {
                return;
            }
            each.remove();
        }
    }
}
