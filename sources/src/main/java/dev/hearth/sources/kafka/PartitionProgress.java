package dev.hearth.sources.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;

/** What was read of a partition and is not all done: says which offset may be committed. */
final class PartitionProgress {

    /** Nothing to commit. */
    static final long NOTHING = -1;

    private final SequencedSet<Long> read = new LinkedHashSet<>();
    private final Set<Long> done = new HashSet<>();

    void read(long offset) {
        read.add(offset);
    }

    /** Whether it was read and is not settled with all before it. */
    boolean isOpen(long offset) {
        return read.contains(offset);
    }

    /** The offset to go on from when everything before it is done; {@link #NOTHING} when that is where it was. */
    long settle(Collection<Long> offsets) {
        done.addAll(offsets);
        long next = NOTHING;
        while (!read.isEmpty() && done.remove(read.getFirst())) {
            next = read.removeFirst() + 1;
        }
        return next;
    }
}
