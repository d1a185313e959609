package dev.hearth.services.counting;

/**
 * The decisions of the hot path: pure functions over a <em>word</em>, an immutable fact in a {@code long}, so that a
 * decision allocates nothing and its result can be swapped in at once. A word is a limit (upper half) and a number of
 * units in use (lower half). The limit says whose units they are:
 *
 * <pre>
 * state    | take              | give n              | put n (moved in)   | relimit        | close
 * ---------+-------------------+---------------------+--------------------+----------------+--------------------------
 * OWN l    | u &lt; l: u + 1      | u - n               | u + n, even past l | OWN l', u      | CLOSED, 0; u moves to
 *          | else refused      |                     |                    | stays, even    | the on-demand word
 *          |                   |                     |                    | past l'        |
 * ACCOUNT  | u + 1, if the     | u - n, and the      | u + n, and the     | OWN l; the     | never
 *          | account's word    | account's word too  | account's word too | account's word |
 *          | has taken one     |                     |                    | gives u        |
 * CLOSED   | refused           | to the function's   | never              | never          | stays
 *          |                   | on-demand word      |                    |                |
 * </pre>
 *
 * OWN to ACCOUNT (a function's reserved concurrency is deleted) puts u into the account's word. Giving back more than
 * is in use is a bug and throws. The account's own word is always OWN, a version's or alias's provisioned word OWN,
 * then CLOSED; a function's on-demand word is ACCOUNT or, with reserved concurrency, OWN.
 *
 * <p>The rates are <em>buckets</em>: a bucket is the instant at which it will be full again, so one {@code long} holds
 * a token bucket with continuous refill that never carries over more than its capacity.
 */
final class CountingDecisions {

    /** Not a word and not a bucket: the wish is refused. */
    static final long REFUSED = Long.MIN_VALUE;

    /** The limit of a word whose units are the account's. */
    static final int OF_ACCOUNT = -1;

    private static final int OF_NOBODY = -2;

    /** The word of provisioned concurrency that is no more. */
    static final long CLOSED = word(OF_NOBODY, 0);

    private static final long LOWER_HALF = 0xFFFF_FFFFL;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private CountingDecisions() {}

    /** Whose units a word counts. */
    enum Source {
        OWN,
        ACCOUNT,
        CLOSED
    }

    static long word(int limit, int inUse) {
        return ((long) limit << Integer.SIZE) | (inUse & LOWER_HALF);
    }

    static int limit(long word) {
        return (int) (word >> Integer.SIZE);
    }

    static int inUse(long word) {
        return (int) word;
    }

    static Source source(long word) {
        int limit = limit(word);
        return limit >= 0 ? Source.OWN : limit == OF_ACCOUNT ? Source.ACCOUNT : Source.CLOSED;
    }

    /** The word with one more in use, or {@link #REFUSED}. */
    static long take(long word) {
        return switch (source(word)) {
            case OWN -> inUse(word) < limit(word) ? word + 1 : REFUSED;
            case ACCOUNT -> word + 1;
            case CLOSED -> REFUSED;
        };
    }

    /** The word with {@code count} fewer in use. */
    static long give(long word, int count) {
        if (count < 0 || inUse(word) < count) {
            throw new IllegalStateException("gave back " + count + " of " + inUse(word) + " in use");
        }
        return word - count;
    }

    /** The word with {@code count} more in use that run already and only moved here. */
    static long put(long word, int count) {
        return word(limit(word), Math.addExact(inUse(word), count));
    }

    /** The word with another limit. */
    static long relimit(long word, int limit) {
        return word(limit, inUse(word));
    }

    /** Why no unit of an on-demand word was free. */
    static ThrottleReason concurrencyReason(Source source) {
        return switch (source) {
            case OWN -> ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED;
            case ACCOUNT, CLOSED -> ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED;
        };
    }

    /** Which rate reason fits the function of an on-demand word. */
    static ThrottleReason rateReason(Source source) {
        return switch (source) {
            case OWN -> ThrottleReason.RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED;
            case ACCOUNT, CLOSED -> ThrottleReason.FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED;
        };
    }

    /**
     * The bucket after one token was taken, or {@link #REFUSED}.
     *
     * @param fullAt the bucket: when it is full, monotonic nanoseconds; full now when that is past
     * @param now monotonic nanoseconds
     * @param intervalNanos the time in which one token flows in
     * @param capacity tokens in a full bucket
     */
    static long admit(long fullAt, long now, long intervalNanos, long capacity) {
        long missing = Math.max(0, fullAt - now) + intervalNanos;
        return missing <= intervalNanos * capacity ? now + missing : REFUSED;
    }

    /** The time in which one of {@code perSecond} tokens flows in. */
    static long intervalNanos(long perSecond) {
        return SECOND_NANOS / perSecond;
    }

    /** Whether a holder whose lease ends at {@code deadline} has ended, monotonic nanoseconds. */
    static boolean expired(long deadline, long now) {
        return now - deadline >= 0;
    }
}
