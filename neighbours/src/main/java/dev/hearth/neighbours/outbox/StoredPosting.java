package dev.hearth.neighbours.outbox;

/**
 * A posting as it is kept.
 *
 * @param id given by the store, growing
 * @param acceptedMillis when it was accepted, Unix time
 * @param failures how often it was tried in vain
 * @param dueMillis not to be tried before, Unix time
 */
public record StoredPosting(long id, Posting posting, long acceptedMillis, int failures, long dueMillis) {

    StoredPosting failed(long nextMillis) {
        return new StoredPosting(id, posting, acceptedMillis, failures + 1, nextMillis);
    }

    /** As its dead letter: from now on it is the dead-letter queue that is tried. */
    StoredPosting instead(Posting deadLetter, long now) {
        return new StoredPosting(id, deadLetter, now, 0, now);
    }
}
