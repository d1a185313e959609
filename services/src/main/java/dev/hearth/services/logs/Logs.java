package dev.hearth.services.logs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log groups of this account and region, with the rules of CloudWatch Logs (API 2014-03-28).
 *
 * <p>Every method but {@link #open} blocks on the store and refuses with {@link dev.hearth.core.FaultException}:
 * NOT_FOUND, ALREADY_EXISTS, INVALID_PARAMETER or LIMIT_EXCEEDED. Where a group is asked for, its name, its ARN, and
 * its ARN with {@code :*} at the end are all understood.
 */
public interface Logs extends LogAppender, AutoCloseable {

    /** The longest that appended events wait for their commit, in milliseconds. */
    int APPEND_DELAY_MILLIS = 100;

    /** The most bytes of appended events that wait for their commit. */
    int APPEND_BUFFER_BYTES = 8 << 20;

    /** The most bytes of events that wait for a store that does not take them; the oldest are dropped first. */
    int HELD_BYTES = 16 << 20;

    /** The log groups that {@code store} holds; sweeps expired and deleted events until {@link #close}. */
    static Logs create(LogStore store, Ports ports, AwsScope scope) {
        return RoomLogs.start(store, ports, scope);
    }

    /**
     * Makes a group.
     *
     * @param groupClass {@code STANDARD}, {@code INFREQUENT_ACCESS} or {@code DELIVERY}; kept, without other effect
     * @param tags at most {@link LogRules#TAGS}
     */
    void createGroup(String name, String groupClass, Map<String, String> tags);

    /** Deletes a group with its streams and events; they are gone at once, their room is reclaimed later. */
    void deleteGroup(String group);

    void createStream(String group, String stream);

    void deleteStream(String group, String stream);

    GroupPage groups(GroupQuery query);

    StreamPage streams(StreamQuery query);

    /** Stores events, all that are neither too old nor too new, durably before it returns. */
    PutOutcome put(String group, String stream, List<LogEvent> events);

    EventPage events(EventQuery query);

    FilterPage filter(FilterQuery query);

    /** Sets for how many days events are kept; null keeps them for ever. */
    void setRetention(String group, @Nullable Integer days);

    Map<String, String> tags(String group);

    void tag(String group, Map<String, String> tags);

    void untag(String group, Collection<String> keys);

    /** Stores what was appended and ends the sweeps. */
    @Override
    void close();

    /**
     * What became of a put.
     *
     * @param tooNewStart index of the first event too far in the future, inclusive; null for none
     * @param tooOldEnd index after the last event older than 14 days; null for none
     * @param expiredEnd index after the last event older than the group's retention; null for none
     */
    record PutOutcome(
            @Nullable Integer tooNewStart,
            @Nullable Integer tooOldEnd,
            @Nullable Integer expiredEnd) {}

    /**
     * Which groups, in the order of their names.
     *
     * @param prefix start of the name; null for any
     * @param pattern a part of the name, by case; null for any; not together with a prefix
     * @param groupClass null for any
     * @param identifiers names or ARNs; empty for any
     * @param limit 1 to 50; null for 50
     */
    record GroupQuery(
            @Nullable String prefix,
            @Nullable String pattern,
            @Nullable String groupClass,
            List<String> identifiers,
            @Nullable Integer limit,
            @Nullable String nextToken) {}

    record GroupPage(List<LogGroup> groups, @Nullable String nextToken) {}

    /**
     * Which streams of a group.
     *
     * @param byLastEvent in the order of their last event instead of their names; not together with a prefix
     * @param limit 1 to 50; null for 50
     */
    record StreamQuery(
            String group,
            @Nullable String prefix,
            boolean byLastEvent,
            boolean descending,
            @Nullable Integer limit,
            @Nullable String nextToken) {}

    record StreamPage(List<LogStream> streams, @Nullable String nextToken) {}

    /**
     * Which events of one stream.
     *
     * @param startMillis inclusive; null for the oldest
     * @param endMillis exclusive; null for the newest
     * @param fromHead the first page holds the oldest events, not the newest
     * @param limit 1 to 10,000; null for 10,000
     */
    record EventQuery(
            String group,
            String stream,
            @Nullable Long startMillis,
            @Nullable Long endMillis,
            boolean fromHead,
            @Nullable Integer limit,
            @Nullable String nextToken) {}

    /**
     * Events of one stream, oldest first.
     *
     * @param forwardToken continues after the last one; the token that was passed in when the stream ends here
     * @param backwardToken continues before the first one, likewise
     */
    record EventPage(List<StoredEvent> events, String forwardToken, String backwardToken) {}

    /**
     * Which events of a group.
     *
     * @param streams only of these; empty for all
     * @param streamPrefix only of streams that start so; null for all; not together with {@code streams}
     * @param startMillis inclusive; null for the oldest
     * @param endMillis inclusive; null for the newest
     * @param pattern in CloudWatch Logs' filter pattern language; null or blank for all
     * @param limit 1 to 10,000; null for 10,000
     */
    record FilterQuery(
            String group,
            List<String> streams,
            @Nullable String streamPrefix,
            @Nullable Long startMillis,
            @Nullable Long endMillis,
            @Nullable String pattern,
            @Nullable Integer limit,
            @Nullable String nextToken) {}

    /** Events of many streams, oldest first; a page may be empty although a token says that there is more to search. */
    record FilterPage(List<StoredEvent> events, @Nullable String nextToken) {}
}
