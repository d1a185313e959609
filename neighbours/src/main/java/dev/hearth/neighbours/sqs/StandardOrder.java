package dev.hearth.neighbours.sqs;

import dev.hearth.neighbours.sqs.Entry.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A standard queue's: what became ready first goes first. */
final class StandardOrder implements MessageOrder {

    /** May hold messages that are gone; they are passed over. */
    private final ArrayDeque<Entry> line = new ArrayDeque<>();

    private final TreeSet<Entry> timed = new TreeSet<>(Entry.BY_TIME);
    private int ready;
    private int delayed;
    private int inFlight;

    @Override
    public void add(Entry entry, long nowMillis) {
        if (entry.visibleMillis <= nowMillis) {
            makeReady(entry);
        } else {
            entry.state = entry.receiveCount > 0 ? State.IN_FLIGHT : State.DELAYED;
            count(entry.state, 1);
            timed.add(entry);
        }
    }

    private void makeReady(Entry entry) {
        entry.state = State.READY;
        ready++;
        line.add(entry);
    }

    private void count(State state, int by) {
        switch (state) {
            case READY -> ready += by;
            case DELAYED -> delayed += by;
            case IN_FLIGHT -> inFlight += by;
            case COMING, GONE -> {}
        }
    }

    @Override
    public void advance(long nowMillis) {
        while (!timed.isEmpty() && timed.first().visibleMillis <= nowMillis) {
            Entry entry = timed.removeFirst();
            count(entry.state, -1);
            makeReady(entry);
        }
    }

    @Override
    public List<Entry> take(int most, long visibleMillis, Predicate<Entry> keep) {
        List<Entry> taken = new ArrayList<>(Math.min(most, ready));
        while (taken.size() < most && ready > 0) {
            Entry entry = line.remove();
            if (entry.state != State.READY) {
                continue;
            }
            ready--;
            if (keep.test(entry)) {
                entry.state = State.IN_FLIGHT;
                entry.visibleMillis = visibleMillis;
                inFlight++;
                timed.add(entry);
                taken.add(entry);
            } else {
                entry.state = State.GONE;
            }
        }
        return taken;
    }

    @Override
    public @Nullable Entry peek() {
        if (ready == 0) {
            return null;
        }
        while (line.element().state != State.READY) {
            line.remove();
        }
        return line.element();
    }

    @Override
    public void hide(Entry entry, long visibleMillis) {
        timed.remove(entry);
        entry.visibleMillis = visibleMillis;
        timed.add(entry);
    }

    @Override
    public void remove(Entry entry) {
        if (entry.state == State.DELAYED || entry.state == State.IN_FLIGHT) {
            timed.remove(entry);
        }
        count(entry.state, -1);
        entry.state = State.GONE;
        if (ready == 0) {
            line.clear();
        }
    }

    @Override
    public long nextMillis() {
        return timed.isEmpty() ? Long.MAX_VALUE : timed.first().visibleMillis;
    }

    @Override
    public boolean hasReady() {
        return ready > 0;
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
