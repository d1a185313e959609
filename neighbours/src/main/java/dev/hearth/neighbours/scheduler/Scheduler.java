package dev.hearth.neighbours.scheduler;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** EventBridge Scheduler of this account and region. Refusals are {@link SchedulerError}s, thrown. Calls may block. */
public interface Scheduler extends AutoCloseable {

    /**
     * The scheduler over what {@code store} keeps; fires nothing before it is started.
     *
     * @param outbox brings what is fired to targets; its store is the one that {@code store} puts it into
     */
    static Scheduler create(SchedulerStore store, Outbox outbox, Ports ports, AwsScope scope) {
        return new RoomScheduler(store, outbox, ports, scope);
    }

    /** Begins to fire, first what was due while nobody ran. */
    void start();

    /** A new schedule; the same once more when {@code clientToken} made it. */
    Schedule create(ScheduleKey key, ScheduleSettings settings, @Nullable String clientToken);

    Schedule get(ScheduleKey key);

    /** Replaces everything that its owner says of a schedule. */
    Schedule update(ScheduleKey key, ScheduleSettings settings);

    /** Deletes a schedule; what it fired already is still delivered. */
    void delete(ScheduleKey key, @Nullable String clientToken);

    /**
     * Schedules in the order of their groups and names.
     *
     * @param group null for all
     * @param enabled null for both
     */
    SchedulePage<Schedule> list(
            @Nullable String group,
            @Nullable String prefix,
            @Nullable Boolean enabled,
            @Nullable Integer limit,
            @Nullable String token);

    ScheduleGroup createGroup(String name, Map<String, String> tags, @Nullable String clientToken);

    ScheduleGroup group(String name);

    /** Begins to delete a group with its schedules. */
    void deleteGroup(String name);

    SchedulePage<ScheduleGroup> groups(@Nullable String prefix, @Nullable Integer limit, @Nullable String token);

    String arn(ScheduleKey key);

    String groupArn(String name);

    /** The tags of the group {@code arn}. */
    Map<String, String> tags(String arn);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, List<String> keys);

    /** Fires no more. */
    @Override
    void close();
}
