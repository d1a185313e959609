package dev.hearth.services.counting;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One word of {@link CountingDecisions}, changed by any thread: decide on what is there, swap it in, or decide again.
 */
final class Slots {

    private final AtomicLong word;

    Slots(int limit) {
        word = new AtomicLong(CountingDecisions.word(limit, 0));
    }

    long word() {
        return word.get();
    }

    int limit() {
        return CountingDecisions.limit(word.get());
    }

    int inUse() {
        return CountingDecisions.inUse(word.get());
    }

    /** Makes {@code next} of {@code seen}; false when the word is no longer that. */
    boolean swap(long seen, long next) {
        return word.compareAndSet(seen, next);
    }

    boolean take() {
        while (true) {
            long seen = word.get();
            long next = CountingDecisions.take(seen);
            if (next == CountingDecisions.REFUSED) {
                return false;
            }
            if (word.compareAndSet(seen, next)) {
                return true;
            }
        }
    }

    void give(int count) {
        word.updateAndGet(seen -> CountingDecisions.give(seen, count));
    }

    void put(int count) {
        word.updateAndGet(seen -> CountingDecisions.put(seen, count));
    }

    void addLimit(int change) {
        word.updateAndGet(seen -> CountingDecisions.relimit(seen, CountingDecisions.limit(seen) + change));
    }

    /** Sets the limit of a word that is OWN and stays it; a CLOSED one stays closed. */
    void limitTo(int limit) {
        word.updateAndGet(seen -> seen == CountingDecisions.CLOSED ? seen : CountingDecisions.relimit(seen, limit));
    }
}
