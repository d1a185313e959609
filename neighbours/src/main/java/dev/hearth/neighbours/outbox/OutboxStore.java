package dev.hearth.neighbours.outbox;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the outbox keeps on disk. Stages complete when the change is durable, and must be followed by short work only.
 */
public interface OutboxStore {

    /** A store that forgets everything when the process ends. */
    static OutboxStore inMemory() {
        return new MemoryOutboxStore();
    }

    /**
     * Keeps {@code postings}; gives them back with their ids, which are larger than every id before.
     *
     * @param acceptedMillis of all of them
     */
    CompletionStage<List<StoredPosting>> add(List<Posting> postings, long acceptedMillis);

    /** Forgets a posting. */
    CompletionStage<Void> remove(long id);

    /**
     * Runs {@code carry}, which brings a posting to a target by one write. A write of this thread to the same database
     * takes the posting along: the target has it and the outbox has it not, in one unit of work. {@link #remove} is to
     * be called all the same.
     */
    <T> T carrying(long id, Supplier<T> carry);

    /** Keeps what became of a posting: its parcel, failures and due time. */
    CompletionStage<Void> update(StoredPosting posting);

    /** Forgets a lane's postings. */
    CompletionStage<Void> removeLane(String lane);

    /** The lanes that have postings. */
    List<String> lanes();

    /** The first {@code limit} postings of a lane behind {@code afterId}, by id. */
    List<StoredPosting> read(String lane, long afterId, int limit);
}
