package dev.hearth.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pending work in the order of its due time, then of its request: a heap of four children a node. */
final class TimerHeap {

    private static final int CHILDREN = 4;
    private static final int FIRST_CAPACITY = 64;

    /** One piece of work; it stays in the heap when it is cancelled, without its work. */
    static final class Entry implements Timers.Timer {
        private final long dueNanos;
        private final long order;
        private @Nullable Runnable work;

        Entry(long dueNanos, long order, Runnable work) {
            this.dueNanos = dueNanos;
            this.order = order;
            this.work = work;
        }

        long dueNanos() {
            return dueNanos;
        }

        /** Null when it was cancelled. */
        @Nullable
        Runnable work() {
            return work;
        }

        @Override
        public void cancel() {
            work = null;
        }

        private boolean before(Entry other) {
            return dueNanos < other.dueNanos || dueNanos == other.dueNanos && order < other.order;
        }
    }

    private Entry[] entries = new Entry[FIRST_CAPACITY];
    private int size;
    private long orders;

    int size() {
        return size;
    }

    Entry add(long dueNanos, Runnable work) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        Entry entry = new Entry(dueNanos, orders++, work);
        rise(size++, entry);
        return entry;
    }

    /** The earliest; null for none. */
    @Nullable
    Entry first() {
        return size == 0 ? null : entries[0];
    }

    void removeFirst() {
        Entry last = entries[--size];
        Arrays.fill(entries, size, size + 1, null);
        if (size > 0) {
            sink(last);
        }
    }

    private void rise(int from, Entry entry) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!entry.before(entries[parent])) {
                break;
            }
            entries[at] = entries[parent];
            at = parent;
        }
        entries[at] = entry;
    }

    private void sink(Entry entry) {
        int at = 0;
        while (true) {
            int first = at * CHILDREN + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + CHILDREN, size);
            for (int child = first + 1; child < end; child++) {
                least = entries[child].before(entries[least]) ? child : least;
            }
            if (!entries[least].before(entry)) {
                break;
            }
            entries[at] = entries[least];
            at = least;
        }
        entries[at] = entry;
    }
}
