package dev.hearth.services.logs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where groups, streams and events lie. It keeps and finds; the rules are {@link Logs}'s.
 *
 * <p>A write is durable when the method returns. A missing group or stream is an answer ({@code false} or empty), not
 * a fault. Deleting makes things invisible at once; the room of their events is given back by {@link #reclaim}.
 */
public interface LogStore {

    /** The fake that ships with this port: the same answers, in memory. */
    static LogStore inMemory() {
        return new MemoryLogStore();
    }

    /** False when the name is taken. */
    boolean createGroup(LogGroup group, Map<String, String> tags);

    boolean deleteGroup(String group);

    Optional<LogGroup> group(String group);

    /** Groups whose names start with {@code prefix} and come after {@code after} (null: from the first), by name. */
    List<LogGroup> groups(String prefix, @Nullable String after, int limit);

    /** Sets the retention in days; null for ever. */
    boolean setRetention(String group, @Nullable Integer days);

    Optional<Map<String, String>> tags(String group);

    /** Replaces all tags. */
    boolean setTags(String group, Map<String, String> tags);

    /** What became of a new stream. */
    enum StreamCreation {
        CREATED,
        NAME_TAKEN,
        NO_GROUP
    }

    StreamCreation createStream(String group, String stream, long nowMillis);

    boolean deleteStream(String group, String stream);

    Optional<LogStream> stream(String group, String stream);

    List<LogStream> streams(StreamScan scan);

    /** Adds events to a stream that exists. */
    boolean put(EventBatch batch, long nowMillis);

    /** Adds blocks in the given order, making groups and streams where they are missing. */
    void append(List<EventBatch> batches, long nowMillis);

    EventChunk events(EventScan scan);

    /**
     * Deletes at most {@code limit} of the group's blocks whose events are all older than {@code beforeMillis}, in the
     * order of their first events; how many. Older events of other blocks stay until their block's last one is.
     */
    int expire(String group, long beforeMillis, int limit);

    /** Deletes at most {@code limit} blocks of deleted groups and streams; how many. */
    int reclaim(int limit);

    /** Events for one stream, block by block in the order of arrival. */
    record EventBatch(String group, String stream, List<EventBlock> blocks) {

        public static EventBatch of(String group, String stream, List<LogEvent> events) {
            return new EventBatch(group, stream, EventBlock.pack(events));
        }
    }

    /**
     * A walk over a group's streams. {@code after} is the last stream of the page before.
     *
     * @param prefix start of the name; empty for any
     * @param byLastEvent ordered by the last event's timestamp (none: before all), then by name; else by name
     */
    record StreamScan(
            String group,
            String prefix,
            boolean byLastEvent,
            boolean descending,
            @Nullable After after,
            int limit) {

        /**
         * A place in the order.
         *
         * @param lastEventMillis -1 for a stream without events
         */
        public record After(long lastEventMillis, String name) {}
    }

    /** Whose events. */
    sealed interface Streams {

        record All() implements Streams {}

        record Named(Collection<String> names) implements Streams {}

        record Prefixed(String prefix) implements Streams {}
    }

    /**
     * A walk over a group's events, strictly between two places.
     *
     * @param descending newest first
     * @param limit most events
     * @param maxBytes stops after the event that brings the messages to this many bytes
     */
    record EventScan(
            String group,
            Streams streams,
            EventCursor after,
            EventCursor before,
            boolean descending,
            int limit,
            long maxBytes) {}

    /** What a walk found; {@code end} when there is nothing more between the two places. */
    record EventChunk(List<StoredEvent> events, boolean end) {}
}
