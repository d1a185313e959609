package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.Entry.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO queue's: the messages of a group in the order of their sequences, and none of a group while one is in flight.
 * A receive takes as many as it can of the group whose turn it is, then of the next; the turn is that of the oldest
 * message.
 */
final class FifoOrder implements MessageOrder {

    private static final class Group {
        private final String name;
        /** Ready and delayed ones. */
        private final TreeSet<Entry> waiting = new TreeSet<>(Entry.BY_SEQUENCE);

        private int inFlight;
        /** What {@link #free} sorts by while the group is in it; -1 when it is not. */
        private long turn = -1;

        Group(String name) {
            this.name = name;
        }

        boolean isFree() {
            return inFlight == 0 && !waiting.isEmpty() && waiting.first().state == State.READY;
        }
    }

    private final Map<String, Group> groups = new HashMap<>();
    private final TreeSet<Group> free = new TreeSet<>(Comparator.comparingLong(group -> group.turn));
    private final TreeSet<Entry> timed = new TreeSet<>(Entry.BY_TIME);
    private int ready;
    private int delayed;
    private int inFlight;

    @Override
    public void add(Entry entry, long nowMillis) {
        Group group = groups.computeIfAbsent(entry.group, Group::new);
        if (entry.visibleMillis <= nowMillis) {
            entry.state = State.READY;
            ready++;
            group.waiting.add(entry);
        } else if (entry.receiveCount > 0) {
            entry.state = State.IN_FLIGHT;
            inFlight++;
            group.inFlight++;
            timed.add(entry);
        } else {
            entry.state = State.DELAYED;
            delayed++;
            group.waiting.add(entry);
            timed.add(entry);
        }
        settle(group);
    }

    /** Puts the group where it belongs after a change; forgets an empty one. */
    private void settle(Group group) {
        if (group.turn >= 0) {
            free.remove(group);
            group.turn = -1;
        }
        if (group.isFree()) {
            group.turn = group.waiting.first().sequence;
            free.add(group);
        } else if (group.inFlight == 0 && group.waiting.isEmpty()) {
            groups.remove(group.name);
        }
    }

    private Group of(Entry entry) {
        return groups.computeIfAbsent(entry.group, Group::new);
    }

    @Override
    public void advance(long nowMillis) {
        while (!timed.isEmpty() && timed.first().visibleMillis <= nowMillis) {
            Entry entry = timed.removeFirst();
            Group group = of(entry);
            if (entry.state == State.IN_FLIGHT) {
                inFlight--;
                group.inFlight--;
                group.waiting.add(entry);
            } else {
                delayed--;
            }
            entry.state = State.READY;
            ready++;
            settle(group);
        }
    }

    @Override
    public List<Entry> take(int most, long visibleMillis, Predicate<Entry> keep) {
        List<Entry> taken = new ArrayList<>();
        while (taken.size() < most && !free.isEmpty()) {
            Group group = free.first();
            take(group, most, visibleMillis, keep, taken);
            settle(group);
        }
        return taken;
    }

    private void take(Group group, int most, long visibleMillis, Predicate<Entry> keep, List<Entry> taken) {
        while (taken.size() < most && !group.waiting.isEmpty() && group.waiting.first().state == State.READY) {
            Entry entry = group.waiting.removeFirst();
            ready--;
            if (keep.test(entry)) {
                entry.state = State.IN_FLIGHT;
                entry.visibleMillis = visibleMillis;
                inFlight++;
                group.inFlight++;
                timed.add(entry);
                taken.add(entry);
            } else {
                entry.state = State.GONE;
            }
        }
    }

    @Override
    public @Nullable Entry peek() {
        return free.isEmpty() ? null : free.first().waiting.first();
    }

    @Override
    public void hide(Entry entry, long visibleMillis) {
        timed.remove(entry);
        entry.visibleMillis = visibleMillis;
        timed.add(entry);
    }

    @Override
    public void remove(Entry entry) {
        Group group = of(entry);
        switch (entry.state) {
            case READY -> {
                ready--;
                group.waiting.remove(entry);
            }
            case DELAYED -> {
                delayed--;
                group.waiting.remove(entry);
                timed.remove(entry);
            }
            case IN_FLIGHT -> {
                inFlight--;
                group.inFlight--;
                timed.remove(entry);
            }
            case COMING, GONE -> {}
        }
        entry.state = State.GONE;
        settle(group);
    }

    @Override
    public long nextMillis() {
        return timed.isEmpty() ? Long.MAX_VALUE : timed.first().visibleMillis;
    }

    @Override
    public boolean hasReady() {
        return !free.isEmpty();
    }

    @Override
    public int ready() {
        return ready;
    }

    @Override
    public int delayed() {
        return delayed;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }
}
