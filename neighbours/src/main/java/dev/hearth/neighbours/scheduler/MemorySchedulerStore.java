package dev.hearth.neighbours.scheduler;

import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.StoredPosting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link SchedulerStore} in memory, for tests and the simulation. Every change is "durable" at once. */
final class MemorySchedulerStore implements SchedulerStore {

    private static final Comparator<ScheduleKey> ORDER =
            Comparator.comparing(ScheduleKey::group).thenComparing(ScheduleKey::name);

    private final OutboxStore outbox;
    private final TreeMap<ScheduleKey, Schedule> schedules = new TreeMap<>(ORDER);
    private final TreeMap<String, ScheduleGroup> groups = new TreeMap<>();

    MemorySchedulerStore(OutboxStore outbox) {
        this.outbox = outbox;
    }

    @Override
    public synchronized @Nullable Schedule find(ScheduleKey key) {
        return schedules.get(key);
    }

    @Override
    public synchronized List<Schedule> list(ScheduleFilter filter) {
        return schedules.values().stream()
                .filter(each -> filter.after() == null || ORDER.compare(each.key(), filter.after()) > 0)
                .filter(each -> filter.group() == null || each.key().group().equals(filter.group()))
                .filter(each -> each.key().name().startsWith(filter.prefix()))
                .filter(each -> filter.enabled() == null
                        || filter.enabled() == each.settings().enabled())
                .limit(filter.limit())
                .toList();
    }

    @Override
    public synchronized boolean add(Schedule schedule) {
        ScheduleGroup group = groups.get(schedule.key().group());
        return group != null && !group.deleting() && schedules.putIfAbsent(schedule.key(), schedule) == null;
    }

    @Override
    public synchronized boolean replace(Schedule schedule, long before) {
        Schedule kept = schedules.get(schedule.key());
        if (kept == null || kept.revision() != before) {
            return false;
        }
        schedules.put(schedule.key(), schedule);
        return true;
    }

    @Override
    public synchronized boolean delete(ScheduleKey key) {
        return schedules.remove(key) != null;
    }

    @Override
    public synchronized List<Schedule> due(long nowMillis, int limit) {
        return schedules.values().stream()
                .filter(each -> each.next() != null && each.next().fireMillis() <= nowMillis)
                .sorted(Comparator.comparingLong(MemorySchedulerStore::fireMillis))
                .limit(limit)
                .toList();
    }

    private static long fireMillis(Schedule schedule) {
        return Objects.requireNonNull(schedule.next()).fireMillis();
    }

    @Override
    public synchronized OptionalLong earliestMillis() {
        return schedules.values().stream()
                .filter(each -> each.next() != null)
                .mapToLong(MemorySchedulerStore::fireMillis)
                .min();
    }

    @Override
    public synchronized CompletionStage<List<StoredPosting>> fire(List<Firing> firings, long acceptedMillis) {
        List<Posting> sent = new ArrayList<>();
        for (Firing firing : firings) {
            Schedule before = firing.before();
            Schedule kept = schedules.get(before.key());
            if (kept == null
                    || kept.revision() != before.revision()
                    || kept.createdMillis() != before.createdMillis()) {
                continue;
            }
            sent.addAll(firing.postings());
            if (firing.after() == null) {
                schedules.remove(before.key());
            } else {
                schedules.put(before.key(), firing.after());
            }
        }
        return outbox.add(sent, acceptedMillis);
    }

    @Override
    public synchronized List<ScheduleGroup> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public synchronized void put(ScheduleGroup group) {
        groups.put(group.name(), group);
    }

    @Override
    public synchronized boolean shrink(String group, int limit) {
        List<ScheduleKey> some = schedules.keySet().stream()
                .filter(each -> each.group().equals(group))
                .limit(limit)
                .toList();
        some.forEach(schedules::remove);
        if (some.size() < limit) {
            groups.remove(group);
            return true;
        }
        return false;
    }
}
