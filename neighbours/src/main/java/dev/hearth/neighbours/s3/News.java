package dev.hearth.neighbours.s3;

import dev.hearth.neighbours.outbox.Posting;
import java.util.List;
import java.util.function.Function;

/** What the world is told of changes. */
final class News {

    Function<Change, List<Posting>> of(Bucket bucket, Cause cause) {
        return change -> List.of();
    }
}
