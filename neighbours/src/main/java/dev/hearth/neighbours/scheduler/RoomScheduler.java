package dev.hearth.neighbours.scheduler;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link Scheduler}: groups are in memory and in the store, schedules in the store alone. */
final class RoomScheduler implements Scheduler {

    private static final Logger LOG = LoggerFactory.getLogger(RoomScheduler.class);
    private static final int ARN_PARTS = 6;
    private static final String GROUP_PREFIX = "schedule-group/";

    private final SchedulerStore store;
    private final Ports ports;
    private final AwsScope scope;
    private final Clockwork clockwork;

    /** Guards changes of groups. */
    private final Object changing = new Object();

    private final TreeMap<String, ScheduleGroup> groups = new TreeMap<>();

    /** Client tokens of deletions that were done: a request that comes again is answered as the first. */
    private final Set<String> deletions = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SchedulerLimits.REMEMBERED_DELETIONS;
        }
    });

    RoomScheduler(SchedulerStore store, Outbox outbox, Ports ports, AwsScope scope) {
        this.store = store;
        this.ports = ports;
        this.scope = scope;
        this.clockwork = new Clockwork(store, outbox, ports, scope, this::arn);
        store.groups().forEach(group -> groups.put(group.name(), group));
        if (!groups.containsKey(ScheduleKey.DEFAULT_GROUP)) {
            long now = ports.time().millis();
            keep(new ScheduleGroup(ScheduleKey.DEFAULT_GROUP, false, Map.of(), "", now, now));
        }
    }

    @Override
    public void start() {
        clockwork.start();
        groups.values().stream().filter(ScheduleGroup::deleting).forEach(each -> shrink(each.name()));
    }

    @Override
    public String arn(ScheduleKey key) {
        return scope.arn("scheduler", "schedule/" + key.group() + "/" + key.name());
    }

    @Override
    public String groupArn(String name) {
        return scope.arn("scheduler", GROUP_PREFIX + name);
    }

    @Override
    public Schedule create(ScheduleKey key, ScheduleSettings settings, @Nullable String clientToken) {
        SettingsRules.name(key.name(), "name");
        SettingsRules.name(key.group(), "groupName");
        SettingsRules.check(settings, ports.time().instant());
        changeable(key.group());
        String token = clientToken == null ? "" : clientToken;
        Schedule made = ScheduleDecisions.made(
                key, settings, token, ports.time().instant(), ports.randomness().nextLong());
        if (!store.add(made)) {
            Schedule existing = store.find(key);
            if (existing == null) {
                changeable(key.group());
            } else if (!token.isEmpty() && token.equals(existing.clientToken())) {
                return existing;
            }
            throw SchedulerError.CONFLICT.because("Schedule " + key.name() + " already exists.");
        }
        clockwork.expect(made);
        return made;
    }

    /** The group must be there and stay. */
    private void changeable(String group) {
        if (group(group).deleting()) {
            throw SchedulerError.CONFLICT.because("Schedule group " + group + " is being deleted.");
        }
    }

    @Override
    public Schedule get(ScheduleKey key) {
        SettingsRules.name(key.name(), "name");
        group(key.group());
        Schedule found = store.find(key);
        if (found == null) {
            throw SchedulerError.noSchedule(key.name());
        }
        return found;
    }

    @Override
    public Schedule update(ScheduleKey key, ScheduleSettings settings) {
        SettingsRules.check(settings, ports.time().instant());
        while (true) {
            Schedule before = get(key);
            changeable(key.group());
            Schedule changed = ScheduleDecisions.changed(
                    before, settings, ports.time().instant(), ports.randomness().nextLong());
            if (store.replace(changed, before.revision())) {
                clockwork.expect(changed);
                return changed;
            }
        }
    }

    @Override
    public void delete(ScheduleKey key, @Nullable String clientToken) {
        SettingsRules.name(key.name(), "name");
        String done = clientToken == null ? "" : arn(key) + " " + clientToken;
        synchronized (deletions) {
            if (!done.isEmpty() && deletions.contains(done)) {
                return;
            }
        }
        group(key.group());
        if (!store.delete(key)) {
            throw SchedulerError.noSchedule(key.name());
        }
        synchronized (deletions) {
            if (!done.isEmpty()) {
                deletions.add(done);
            }
        }
    }

    @Override
    public SchedulePage<Schedule> list(
            @Nullable String group,
            @Nullable String prefix,
            @Nullable Boolean enabled,
            @Nullable Integer limit,
            @Nullable String token) {
        if (group != null) {
            group(group);
        }
        int most = SettingsRules.page(limit);
        ScheduleKey after = null;
        if (token != null) {
            String[] parts = token.split("/", -1);
            if (parts.length != 2) {
                throw SchedulerError.VALIDATION.because("Invalid NextToken.");
            }
            after = new ScheduleKey(parts[0], parts[1]);
        }
        List<Schedule> found =
                store.list(new ScheduleFilter(group, prefix == null ? "" : prefix, enabled, after, most + 1));
        if (found.size() <= most) {
            return new SchedulePage<>(found, null);
        }
        ScheduleKey last = found.get(most - 1).key();
        return new SchedulePage<>(found.subList(0, most), last.group() + "/" + last.name());
    }

    private ScheduleGroup keep(ScheduleGroup group) {
        store.put(group);
        groups.put(group.name(), group);
        return group;
    }

    @Override
    public ScheduleGroup createGroup(String name, Map<String, String> tags, @Nullable String clientToken) {
        SettingsRules.name(name, "name");
        Map<String, String> checked = SettingsRules.tags(Map.of(), tags);
        String token = clientToken == null ? "" : clientToken;
        synchronized (changing) {
            ScheduleGroup existing = groups.get(name);
            if (existing != null) {
                if (!token.isEmpty() && token.equals(existing.clientToken())) {
                    return existing;
                }
                throw SchedulerError.CONFLICT.because("Schedule group " + name + " already exists.");
            }
            if (groups.size() >= SchedulerLimits.GROUPS) {
                throw SchedulerError.QUOTA_EXCEEDED.because(
                        "The number of schedule groups exceeds the limit of " + SchedulerLimits.GROUPS + ".");
            }
            long now = ports.time().millis();
            return keep(new ScheduleGroup(name, false, checked, token, now, now));
        }
    }

    @Override
    public ScheduleGroup group(String name) {
        SettingsRules.name(name, "groupName");
        synchronized (changing) {
            ScheduleGroup group = groups.get(name);
            if (group == null) {
                throw SchedulerError.noGroup(name);
            }
            return group;
        }
    }

    @Override
    public void deleteGroup(String name) {
        synchronized (changing) {
            ScheduleGroup group = group(name);
            if (name.equals(ScheduleKey.DEFAULT_GROUP)) {
                throw SchedulerError.VALIDATION.because("The default schedule group cannot be deleted.");
            }
            if (group.deleting()) {
                return;
            }
            keep(group.going(ports.time().millis()));
        }
        shrink(name);
    }

    private void shrink(String name) {
        ports.tasks().start("scheduler-delete", () -> {
            try {
                if (store.shrink(name, SchedulerLimits.DELETIONS)) {
                    synchronized (changing) {
                        groups.remove(name);
                    }
                } else {
                    shrink(name);
                }
            } catch (RuntimeException failed) {
                LOG.warn("cannot delete schedules of {}; trying again", name, failed);
                ports.timers().after(SchedulerLimits.STORE_RETRY, () -> shrink(name));
            }
        });
    }

    @Override
    public SchedulePage<ScheduleGroup> groups(
            @Nullable String prefix, @Nullable Integer limit, @Nullable String token) {
        int most = SettingsRules.page(limit);
        String start = prefix == null ? "" : prefix;
        List<ScheduleGroup> found;
        synchronized (changing) {
            NavigableMap<String, ScheduleGroup> rest = token == null ? groups : groups.tailMap(token, false);
            found = rest.values().stream()
                    .filter(each -> each.name().startsWith(start))
                    .limit(most + 1L)
                    .toList();
        }
        return found.size() <= most
                ? new SchedulePage<>(found, null)
                : new SchedulePage<>(found.subList(0, most), found.get(most - 1).name());
    }

    /** The group of an ARN. */
    private ScheduleGroup tagged(String arn) {
        String[] parts = arn.split(":", ARN_PARTS);
        if (parts.length != ARN_PARTS || !parts[2].equals("scheduler") || !parts[5].startsWith(GROUP_PREFIX)) {
            throw SchedulerError.VALIDATION.because("Provided Arn is not in correct format.");
        }
        return group(parts[5].substring(GROUP_PREFIX.length()));
    }

    @Override
    public Map<String, String> tags(String arn) {
        return tagged(arn).tags();
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        synchronized (changing) {
            ScheduleGroup group = tagged(arn);
            keep(group.tagged(SettingsRules.tags(group.tags(), tags)));
        }
    }

    @Override
    public void untag(String arn, List<String> keys) {
        synchronized (changing) {
            ScheduleGroup group = tagged(arn);
            Map<String, String> rest = new HashMap<>(group.tags());
            keys.forEach(rest::remove);
            keep(group.tagged(rest));
        }
    }

    @Override
    public void close() {
        clockwork.close();
    }
}
