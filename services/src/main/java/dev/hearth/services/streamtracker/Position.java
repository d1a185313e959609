package dev.hearth.services.streamtracker;

import java.math.BigInteger;
import java.time.Instant;

/** A place in a shard. */
public sealed interface Position {

    /** Before the oldest record that is still there. */
    record Oldest() implements Position {}

    /** Before the first record that arrived at that time or later. */
    record At(Instant time) implements Position {}

    /** Behind a record. */
    record After(String sequence) implements Position {}

    /** Behind the last record that the shard will ever have. */
    record End() implements Position {}

    /** As it is stored. */
    default String text() {
        return switch (this) {
            case Oldest _ -> "oldest";
            case At(Instant time) -> "at " + time.toEpochMilli();
            case After(String sequence) -> "after " + sequence;
            case End _ -> "end";
        };
    }

    /** What {@link #text} wrote. */
    static Position parse(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "oldest" -> new Oldest();
            case "at" -> new At(Instant.ofEpochMilli(Long.parseLong(words[1])));
            case "after" -> new After(words[1]);
            case "end" -> new End();
            default -> throw new IllegalArgumentException("not a position: " + text);
        };
    }

    /** The earlier of two of the same shard that were reached from the same start. */
    static Position earlier(Position one, Position other) {
        return switch (one) {
            case Oldest _, At _ -> one;
            case End _ -> other;
            case After(String mine) ->
                switch (other) {
                    case Oldest _, At _ -> other;
                    case End _ -> one;
                    case After(String its) -> new BigInteger(mine).compareTo(new BigInteger(its)) <= 0 ? one : other;
                };
        };
    }
}
