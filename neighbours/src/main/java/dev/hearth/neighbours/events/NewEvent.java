package dev.hearth.neighbours.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody wants to put onto a bus.
 *
 * @param bus name or ARN; null for the default one
 * @param source who tells of it
 * @param detailType what it is
 * @param detail a JSON object
 * @param resources ARNs that it is about
 * @param timeMillis when it was, milliseconds since the epoch; null for now
 * @param trace {@code X-Amzn-Trace-Id}, or null
 */
public record NewEvent(
        @Nullable String bus,
        @Nullable String source,
        @Nullable String detailType,
        @Nullable String detail,
        List<String> resources,
        @Nullable Long timeMillis,
        @Nullable String trace) {

    public NewEvent {
        resources = List.copyOf(resources);
    }
}
