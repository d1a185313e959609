package dev.hearth.services.logs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogDecisions.Admission;
import dev.hearth.services.logs.LogDecisions.Walk;
import dev.hearth.services.logs.LogStore.EventBatch;
import dev.hearth.services.logs.LogStore.EventChunk;
import dev.hearth.services.logs.LogStore.EventScan;
import dev.hearth.services.logs.LogStore.StreamScan;
import dev.hearth.services.logs.LogStore.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Logs}: asks the store, lets {@link LogDecisions} decide, tells the store. */
final class RoomLogs implements Logs {

    private static final int GROUPS_AT_ONCE = 200;

    private final LogStore store;
    private final Ports ports;
    private final AwsScope scope;
    private final AppendBuffer appended;
    private final Sweep sweep;

    private RoomLogs(LogStore store, Ports ports, AwsScope scope) {
        this.store = store;
        this.ports = ports;
        this.scope = scope;
        this.appended = new AppendBuffer(store, ports);
        this.sweep = new Sweep(store, ports);
    }

    static RoomLogs start(LogStore store, Ports ports, AwsScope scope) {
        RoomLogs logs = new RoomLogs(store, ports, scope);
        logs.sweep.start();
        return logs;
    }

    @Override
    public Appending open(String group, String stream) {
        return appended.open(group, stream);
    }

    @Override
    public void createGroup(String name, String groupClass, Map<String, String> tags) {
        LogRules.groupName(name, "logGroupName");
        if (name.startsWith("aws/")) {
            throw LogRules.invalid("Log groups starting with AWS/ are reserved for AWS.");
        }
        if (!LogRules.GROUP_CLASSES.contains(groupClass)) {
            throw LogRules.violation(
                    groupClass,
                    "logGroupClass",
                    "Member must satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]");
        }
        LogRules.tags(tags);
        tooMany(tags);
        if (!store.createGroup(new LogGroup(name, now(), null, groupClass, 0), tags)) {
            throw new Fault(Fault.Kind.ALREADY_EXISTS, "The specified log group already exists").asException();
        }
    }

    @Override
    public void deleteGroup(String group) {
        appended.flush();
        if (!store.deleteGroup(LogRules.groupOf(group, scope))) {
            throw noGroup();
        }
        sweep.nudge();
    }

    @Override
    public void createStream(String group, String stream) {
        LogRules.streamName(stream, "logStreamName");
        switch (store.createStream(LogRules.groupOf(group, scope), stream, now())) {
            case CREATED -> {}
            case NAME_TAKEN ->
                throw new Fault(Fault.Kind.ALREADY_EXISTS, "The specified log stream already exists").asException();
            case NO_GROUP -> throw noGroup();
        }
    }

    @Override
    public void deleteStream(String group, String stream) {
        appended.flush();
        LogGroup found = existing(group);
        if (!store.deleteStream(found.name(), LogRules.streamName(stream, "logStreamName"))) {
            throw noStream();
        }
        sweep.nudge();
    }

    @Override
    public GroupPage groups(GroupQuery query) {
        if (query.prefix() != null && query.pattern() != null) {
            throw LogRules.invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        appended.flush();
        List<String> wanted = query.identifiers().stream()
                .map(identifier -> LogRules.groupOf(identifier, scope))
                .toList();
        int limit = LogRules.limit(query.limit(), LogRules.PAGE_ITEMS);
        String prefix = query.prefix() == null ? "" : LogRules.groupName(query.prefix(), "logGroupNamePrefix");
        String after = PageTokens.group(query.nextToken());
        List<LogGroup> page = new ArrayList<>();
        while (true) {
            List<LogGroup> some = store.groups(prefix, after, GROUPS_AT_ONCE);
            for (LogGroup group : some) {
                if (matches(group, query, wanted)) {
                    if (page.size() == limit) {
                        return new GroupPage(
                                page, PageTokens.ofGroup(page.getLast().name()));
                    }
                    page.add(group);
                }
                after = group.name();
            }
            if (some.size() < GROUPS_AT_ONCE) {
                return new GroupPage(page, null);
            }
        }
    }

    private static boolean matches(LogGroup group, GroupQuery query, List<String> wanted) {
        return (query.pattern() == null || group.name().contains(query.pattern()))
                && (query.groupClass() == null || group.groupClass().equals(query.groupClass()))
                && (wanted.isEmpty() || wanted.contains(group.name()));
    }

    @Override
    public StreamPage streams(StreamQuery query) {
        String prefix = query.prefix();
        if (query.byLastEvent() && prefix != null) {
            throw LogRules.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        if (prefix != null) {
            LogRules.streamName(prefix, "logStreamNamePrefix");
        }
        int limit = LogRules.limit(query.limit(), LogRules.PAGE_ITEMS);
        appended.flush();
        LogGroup group = existing(query.group());
        List<LogStream> found = store.streams(new StreamScan(
                group.name(),
                prefix == null ? "" : prefix,
                query.byLastEvent(),
                query.descending(),
                PageTokens.stream(query.nextToken()),
                limit + 1));
        if (found.size() <= limit) {
            return new StreamPage(found, null);
        }
        List<LogStream> page = found.subList(0, limit);
        return new StreamPage(page, PageTokens.ofStream(page.getLast()));
    }

    @Override
    public PutOutcome put(String group, String stream, List<LogEvent> events) {
        LogRules.streamName(stream, "logStreamName");
        LogGroup found = existing(group);
        Admission admission = LogDecisions.admit(events, now(), found.retentionDays());
        boolean there = admission.accepted().isEmpty()
                ? store.stream(found.name(), stream).isPresent()
                : store.put(EventBatch.of(found.name(), stream, admission.accepted()), now());
        if (!there) {
            throw noStream();
        }
        return admission.outcome();
    }

    @Override
    public EventPage events(EventQuery query) {
        appended.flush();
        LogGroup group = existing(query.group());
        String stream = LogRules.streamName(query.stream(), "logStreamName");
        if (store.stream(group.name(), stream).isEmpty()) {
            throw noStream();
        }
        int limit = LogRules.limit(query.limit(), LogRules.PAGE_EVENTS);
        Walk walk = LogDecisions.walk(query, LogDecisions.visibleFrom(now(), group.retentionDays()));
        EventChunk chunk = store.events(new EventScan(
                group.name(),
                new Streams.Named(List.of(stream)),
                walk.after(),
                walk.before(),
                walk.descending(),
                limit,
                LogRules.PAGE_BYTES));
        return LogDecisions.page(query, walk, chunk);
    }

    @Override
    public FilterPage filter(FilterQuery query) {
        appended.flush();
        FilterPattern pattern = FilterPattern.parse(query.pattern());
        int limit = LogRules.limit(query.limit(), LogRules.PAGE_EVENTS);
        LogGroup group = existing(query.group());
        Walk walk = LogDecisions.walk(query, LogDecisions.visibleFrom(now(), group.retentionDays()));
        return new FilterSearch(store, group.name(), streams(group, query), pattern, limit).run(walk);
    }

    private Streams streams(LogGroup group, FilterQuery query) {
        if (!query.streams().isEmpty() && query.streamPrefix() != null) {
            throw LogRules.invalid("LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.");
        }
        if (query.streams().size() > LogRules.FILTER_STREAMS) {
            throw LogRules.violation(
                    query.streams().size() + " names",
                    "logStreamNames",
                    "Member must have length less than or equal to " + LogRules.FILTER_STREAMS);
        }
        if (query.streamPrefix() != null) {
            return new Streams.Prefixed(LogRules.streamName(query.streamPrefix(), "logStreamNamePrefix"));
        }
        for (String stream : query.streams()) {
            if (store.stream(group.name(), LogRules.streamName(stream, "logStreamNames"))
                    .isEmpty()) {
                throw noStream();
            }
        }
        return query.streams().isEmpty() ? new Streams.All() : new Streams.Named(query.streams());
    }

    @Override
    public void setRetention(String group, @Nullable Integer days) {
        Integer allowed = days == null ? null : Integer.valueOf(LogRules.retentionDays(days));
        if (!store.setRetention(LogRules.groupOf(group, scope), allowed)) {
            throw noGroup();
        }
        sweep.nudge();
    }

    @Override
    public Map<String, String> tags(String group) {
        return store.tags(LogRules.groupOf(group, scope)).orElseThrow(RoomLogs::noGroup);
    }

    @Override
    public void tag(String group, Map<String, String> tags) {
        LogRules.tags(tags);
        Map<String, String> all = new HashMap<>(tags(group));
        all.putAll(tags);
        tooMany(all);
        store.setTags(LogRules.groupOf(group, scope), all);
    }

    @Override
    public void untag(String group, Collection<String> keys) {
        Map<String, String> all = new HashMap<>(tags(group));
        all.keySet().removeAll(keys);
        store.setTags(LogRules.groupOf(group, scope), all);
    }

    private static void tooMany(Map<String, String> tags) {
        if (tags.size() > LogRules.TAGS) {
            throw new Fault(Fault.Kind.LIMIT_EXCEEDED, "A resource can have no more than 50 tags.", "TooManyTags")
                    .asException();
        }
    }

    @Override
    public void close() {
        sweep.stop();
        appended.close();
    }

    private LogGroup existing(String group) {
        return store.group(LogRules.groupOf(group, scope)).orElseThrow(RoomLogs::noGroup);
    }

    private long now() {
        return ports.time().millis();
    }

    private static FaultException noGroup() {
        return new Fault(Fault.Kind.NOT_FOUND, "The specified log group does not exist.").asException();
    }

    private static FaultException noStream() {
        return new Fault(Fault.Kind.NOT_FOUND, "The specified log stream does not exist.").asException();
    }
}
