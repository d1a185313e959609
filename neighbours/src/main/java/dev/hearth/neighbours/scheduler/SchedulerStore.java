package dev.hearth.neighbours.scheduler;

import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.StoredPosting;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the scheduler keeps on disk. Changes are durable when their methods return; they may block. */
public interface SchedulerStore {

    /** A store that forgets everything when the process ends; what fires goes to {@code outbox}. */
    static SchedulerStore inMemory(OutboxStore outbox) {
        return new MemorySchedulerStore(outbox);
    }

    @Nullable
    Schedule find(ScheduleKey key);

    List<Schedule> list(ScheduleFilter filter);

    /** Keeps a new schedule; false when its name is taken, or its group is not there or being deleted. */
    boolean add(Schedule schedule);

    /** Keeps {@code schedule} instead of its revision {@code before}; false when that is not what is kept. */
    boolean replace(Schedule schedule, long before);

    /** False when there was none. */
    boolean delete(ScheduleKey key);

    /** The first {@code limit} schedules that fire at {@code nowMillis} or before, the earliest first. */
    List<Schedule> due(long nowMillis, int limit);

    /** When the next one fires. */
    OptionalLong earliestMillis();

    /**
     * Keeps what became of schedules, and what they send in the outbox, in one unit of work. One that is not kept as
     * {@link Firing#before} any more is left as it is and sends nothing.
     */
    CompletionStage<List<StoredPosting>> fire(List<Firing> firings, long acceptedMillis);

    List<ScheduleGroup> groups();

    void put(ScheduleGroup group);

    /** Deletes up to {@code limit} schedules of a group, and the group when none is left; true when it is gone. */
    boolean shrink(String group, int limit);
}
