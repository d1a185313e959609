package dev.hearth.neighbours.outbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * The part of one lane that memory holds. Used under the outbox's lock; knows no clock and no store.
 *
 * <pre>
 * posting  | added        | taken             | delivered or given up | refused for now
 * ---------+--------------+-------------------+-----------------------+------------------
 * (stored) | WAITING, or  |                   |                       |
 *          | stays behind |                   |                       |
 *          | the window   |                   |                       |
 * WAITING  |              | UNDERWAY when due |                       |
 * UNDERWAY |              |                   | gone                  | WAITING, due later
 * </pre>
 */
final class Lane {

    private final String name;
    private final TreeMap<Long, StoredPosting> waiting = new TreeMap<>();
    private int underway;
    private long lastId;

    /** Whether the store has postings behind {@link #lastId} that memory does not. */
    private boolean more;

    private boolean reading;

    /** Whether what is underway is to be forgotten when it comes back. */
    private boolean dropped;

    Lane(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int size() {
        return waiting.size() + underway;
    }

    long lastId() {
        return lastId;
    }

    /** A new posting, the last of the store. */
    void add(StoredPosting posting) {
        dropped = false;
        if (more || waiting.size() >= OutboxLimits.LANE_WINDOW) {
            more = true;
        } else {
            waiting.put(posting.id(), posting);
            lastId = posting.id();
        }
    }

    /** Whether to read on from the store; true at most once until {@link #read}. */
    boolean wantsRead() {
        if (!more || reading || waiting.size() > OutboxLimits.LANE_WINDOW / 2) {
            return false;
        }
        reading = true;
        return true;
    }

    /** The store has, or may have, postings of this lane. */
    void lookInStore() {
        more = true;
    }

    /** What the store has behind {@link #lastId}; {@code all} when there is no more. */
    void read(List<StoredPosting> postings, boolean all) {
        reading = false;
        more = !all;
        for (StoredPosting posting : postings) {
            waiting.put(posting.id(), posting);
            lastId = Math.max(lastId, posting.id());
        }
    }

    void notRead() {
        reading = false;
    }

    /** Takes what is due at {@code now}, as much as may be underway at once. */
    List<StoredPosting> take(long now) {
        List<StoredPosting> taken = new ArrayList<>();
        Iterator<StoredPosting> each = waiting.values().iterator();
        while (each.hasNext()) {
            StoredPosting posting = each.next();
            boolean ordered = posting.posting().ordered();
            if (underway >= (ordered ? 1 : OutboxLimits.LANE_DELIVERIES)) {
                break;
            }
            if (posting.dueMillis() <= now) {
                each.remove();
                underway++;
                taken.add(posting);
            } else if (ordered) {
                break;
            }
        }
        return taken;
    }

    /** When the next posting is due, Unix time in milliseconds; negative when none waits for the time alone. */
    long nextDueMillis() {
        if (waiting.isEmpty() || underway >= OutboxLimits.LANE_DELIVERIES) {
            return -1;
        }
        StoredPosting first = waiting.firstEntry().getValue();
        if (first.posting().ordered()) {
            return underway > 0 ? -1 : first.dueMillis();
        }
        return waiting.values().stream()
                .mapToLong(StoredPosting::dueMillis)
                .min()
                .getAsLong();
    }

    void over() {
        underway--;
    }

    void again(StoredPosting posting) {
        underway--;
        if (!dropped) {
            waiting.put(posting.id(), posting);
        }
    }

    void clear() {
        waiting.clear();
        more = false;
        dropped = true;
    }

    boolean isDone() {
        return size() == 0 && !more && !reading;
    }
}
