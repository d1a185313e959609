package dev.hearth.neighbours.sqs;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which message of a window is received next: no clock, no threads, no store. */
sealed interface MessageOrder permits StandardOrder, FifoOrder {

    /** Takes a message in: ready, delayed, or in flight when it was received and is still hidden. */
    void add(Entry entry, long nowMillis);

    /** Makes ready what has become so by now. */
    void advance(long nowMillis);

    /**
     * Takes up to {@code most} ready messages, which then are in flight until {@code visibleMillis}. Asks of each
     * whether it is to be kept; one that is not is gone.
     */
    List<Entry> take(int most, long visibleMillis, Predicate<Entry> keep);

    /** The ready message whose turn it is; null for none. */
    @Nullable
    Entry peek();

    /** Changes when a message that is in flight is visible again. */
    void hide(Entry entry, long visibleMillis);

    /** Takes a message out, whatever its state. */
    void remove(Entry entry);

    /** When the next message becomes ready, in milliseconds since the epoch; the largest long for never. */
    long nextMillis();

    /** Whether {@link #take} would find one. */
    boolean hasReady();

    int ready();

    int delayed();

    int inFlight();
}
