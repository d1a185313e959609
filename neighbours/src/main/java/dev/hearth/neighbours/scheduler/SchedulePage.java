package dev.hearth.neighbours.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of many.
 *
 * @param nextToken asks for the next page; null after the last
 */
public record SchedulePage<T>(List<T> items, @Nullable String nextToken) {

    public SchedulePage {
        items = List.copyOf(items);
    }
}
