package dev.hearth.services.logs;

import dev.hearth.services.logs.LogDecisions.Walk;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.LogStore.Streams;
import dev.hearth.services.logs.Logs.FilterPage;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a filter: reads the group in chunks and keeps what matches, until the page is full or enough was read.
 */
final class FilterSearch {

    /** The most events that one page looks at; then it ends, perhaps empty, with a token. */
    private static final int SEARCH_EVENTS = 50_000;

    private static final int CHUNK_EVENTS = 2_000;

    private final LogStore store;
    private final String group;
    private final Streams streams;
    private final FilterPattern pattern;
    private final int limit;
    private final List<StoredEvent> found = new ArrayList<>();
    private long foundBytes;

    FilterSearch(LogStore store, String group, Streams streams, FilterPattern pattern, int limit) {
        this.store = store;
        this.group = group;
        this.streams = streams;
        this.pattern = pattern;
        this.limit = limit;
    }

    FilterPage run(Walk walk) {
        EventCursor at = walk.after();
        for (int searched = 0; searched < SEARCH_EVENTS; searched += CHUNK_EVENTS) {
            EventChunk chunk = store.events(
                    new EventScan(group, streams, at, walk.before(), false, CHUNK_EVENTS, LogRules.PAGE_BYTES));
            for (StoredEvent event : chunk.events()) {
                if (full()) {
                    return new FilterPage(found, at.digits());
                }
                at = event.cursor();
                if (pattern.matches(event.message())) {
                    found.add(event);
                    foundBytes += LogRules.utf8Length(event.message());
                }
            }
            if (chunk.end()) {
                return new FilterPage(found, null);
            }
        }
        return new FilterPage(found, at.digits());
    }

    private boolean full() {
        return found.size() == limit || foundBytes >= LogRules.PAGE_BYTES;
    }
}
