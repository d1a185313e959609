package dev.hearth.services.queuemanager;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a poller decides on an event that it took. */
public sealed interface Settlement {

    /** The event as it was taken. */
    QueuedEvent event();

    /** It is over, and whoever had to be told was told: it leaves the queue. */
    record Finished(QueuedEvent event) implements Settlement {}

    /**
     * It is to be taken again.
     *
     * @param due not before then
     * @param outcome as of {@link QueuedEvent#outcome}
     */
    record Again(
            QueuedEvent event,
            Instant due,
            int failures,
            int refusals,
            @Nullable String outcome) implements Settlement {}
}
