package dev.hearth.services.pollerfleet;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What was read of one order and is not all done: says how far everything is. */
final class Unsettled {

    private final Deque<String> read = new ArrayDeque<>();
    private final Set<String> done = new HashSet<>();

    void clear() {
        read.clear();
        done.clear();
    }

    boolean isEmpty() {
        return read.isEmpty();
    }

    void read(String id) {
        read.addLast(id);
    }

    /** The last of those that are done with all before them; empty when the first is not done. */
    Optional<String> settle(Collection<String> ids) {
        done.addAll(ids);
        String last = null;
        while (!read.isEmpty() && done.remove(read.getFirst())) {
            last = read.removeFirst();
        }
        return Optional.ofNullable(last);
    }
}
