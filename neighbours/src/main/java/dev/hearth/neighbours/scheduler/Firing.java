package dev.hearth.neighbours.scheduler;

import dev.hearth.neighbours.outbox.Posting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that is due: what is kept instead of it, and what it sends.
 *
 * @param before as it was read; if it is not so any more, nothing happens
 * @param after null when it goes
 */
public record Firing(Schedule before, @Nullable Schedule after, List<Posting> postings) {

    public Firing {
        postings = List.copyOf(postings);
    }
}
