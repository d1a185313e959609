package dev.hearth.services.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link LogStore} in memory, for tests and the simulation: one lock, ordered maps, nothing left to reclaim. */
final class MemoryLogStore implements LogStore {

    /** What is removed together. */
    private record Kept(EventBlock block, List<StoredEvent> events) {}

    private static final class Group {
        private LogGroup facts;
        private Map<String, String> tags;
        private final NavigableMap<String, LogStream> streams = new TreeMap<>();
        private final NavigableMap<EventCursor, StoredEvent> events = new TreeMap<>();
        private final NavigableMap<EventCursor, Kept> blocks = new TreeMap<>();
        private long nextSequence = 1;

        Group(LogGroup facts, Map<String, String> tags) {
            this.facts = facts;
            this.tags = Map.copyOf(tags);
        }

        void addBytes(long bytes) {
            facts = new LogGroup(
                    facts.name(),
                    facts.createdMillis(),
                    facts.retentionDays(),
                    facts.groupClass(),
                    facts.storedBytes() + bytes);
        }
    }

    private final NavigableMap<String, Group> groups = new TreeMap<>();

    @Override
    public synchronized boolean createGroup(LogGroup group, Map<String, String> tags) {
        return groups.putIfAbsent(group.name(), new Group(group, tags)) == null;
    }

    @Override
    public synchronized boolean deleteGroup(String group) {
        return groups.remove(group) != null;
    }

    @Override
    public synchronized Optional<LogGroup> group(String group) {
        return Optional.ofNullable(groups.get(group)).map(found -> found.facts);
    }

    @Override
    public synchronized List<LogGroup> groups(String prefix, @Nullable String after, int limit) {
        return groups.values().stream()
                .map(group -> group.facts)
                .filter(group -> group.name().startsWith(prefix))
                .filter(group -> after == null || group.name().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean setRetention(String group, @Nullable Integer days) {
        Group found = groups.get(group);
        if (found == null) {
            return false;
        }
        LogGroup facts = found.facts;
        found.facts = new LogGroup(facts.name(), facts.createdMillis(), days, facts.groupClass(), facts.storedBytes());
        return true;
    }

    @Override
    public synchronized Optional<Map<String, String>> tags(String group) {
        return Optional.ofNullable(groups.get(group)).map(found -> found.tags);
    }

    @Override
    public synchronized boolean setTags(String group, Map<String, String> tags) {
        Group found = groups.get(group);
        if (found == null) {
            return false;
        }
        found.tags = Map.copyOf(tags);
        return true;
    }

    @Override
    public synchronized StreamCreation createStream(String group, String stream, long nowMillis) {
        Group found = groups.get(group);
        if (found == null) {
            return StreamCreation.NO_GROUP;
        }
        LogStream made = new LogStream(stream, nowMillis, null, null, null);
        return found.streams.putIfAbsent(stream, made) == null ? StreamCreation.CREATED : StreamCreation.NAME_TAKEN;
    }

    @Override
    public synchronized boolean deleteStream(String group, String stream) {
        Group found = groups.get(group);
        if (found == null || found.streams.remove(stream) == null) {
            return false;
        }
        remove(
                found,
                found.blocks.values().stream()
                        .filter(kept -> kept.events.getFirst().stream().equals(stream))
                        .toList());
        return true;
    }

    @Override
    public synchronized Optional<LogStream> stream(String group, String stream) {
        return Optional.ofNullable(groups.get(group)).map(found -> found.streams.get(stream));
    }

    @Override
    public synchronized List<LogStream> streams(StreamScan scan) {
        Group found = groups.get(scan.group());
        if (found == null) {
            return List.of();
        }
        Comparator<StreamScan.After> order = Comparator.comparing(StreamScan.After::name);
        if (scan.byLastEvent()) {
            order = Comparator.comparing(StreamScan.After::lastEventMillis).thenComparing(order);
        }
        Comparator<StreamScan.After> wanted = scan.descending() ? order.reversed() : order;
        StreamScan.After after = scan.after();
        return found.streams.values().stream()
                .filter(stream -> stream.name().startsWith(scan.prefix()))
                .filter(stream -> after == null || wanted.compare(place(stream), after) > 0)
                .sorted(Comparator.comparing(MemoryLogStore::place, wanted))
                .limit(scan.limit())
                .toList();
    }

    private static StreamScan.After place(LogStream stream) {
        Long last = stream.lastEventMillis();
        return new StreamScan.After(last == null ? -1 : last, stream.name());
    }

    @Override
    public synchronized boolean put(EventBatch batch, long nowMillis) {
        Group group = groups.get(batch.group());
        if (group == null || !group.streams.containsKey(batch.stream())) {
            return false;
        }
        add(group, batch, nowMillis);
        return true;
    }

    @Override
    public synchronized void append(List<EventBatch> batches, long nowMillis) {
        for (EventBatch batch : batches) {
            Group group = groups.computeIfAbsent(
                    batch.group(), name -> new Group(new LogGroup(name, nowMillis, null, "STANDARD", 0), Map.of()));
            group.streams.computeIfAbsent(batch.stream(), name -> new LogStream(name, nowMillis, null, null, null));
            add(group, batch, nowMillis);
        }
    }

    private static void add(Group group, EventBatch batch, long nowMillis) {
        for (EventBlock block : batch.blocks()) {
            List<StoredEvent> events = new ArrayList<>();
            block.visit((index, time, bytes, from, length) -> events.add(new StoredEvent(
                    batch.stream(),
                    time,
                    group.nextSequence + index,
                    nowMillis,
                    new String(bytes, from, length, StandardCharsets.UTF_8))));
            group.nextSequence += block.count();
            events.forEach(event -> group.events.put(event.cursor(), event));
            group.blocks.put(events.getFirst().cursor(), new Kept(block, events));
            group.addBytes(block.storedBytes());
            group.streams.computeIfPresent(batch.stream(), (_, stream) -> touched(stream, block, nowMillis));
        }
    }

    private static LogStream touched(LogStream stream, EventBlock block, long nowMillis) {
        Long first = stream.firstEventMillis();
        Long last = stream.lastEventMillis();
        return new LogStream(
                stream.name(),
                stream.createdMillis(),
                first == null ? block.firstMillis() : Math.min(first, block.firstMillis()),
                last == null ? block.lastMillis() : Math.max(last, block.lastMillis()),
                nowMillis);
    }

    @Override
    public synchronized EventChunk events(EventScan scan) {
        Group group = groups.get(scan.group());
        if (group == null || scan.after().compareTo(scan.before()) >= 0) {
            return new EventChunk(List.of(), true);
        }
        NavigableMap<EventCursor, StoredEvent> range = group.events.subMap(scan.after(), false, scan.before(), false);
        Stream<StoredEvent> walk = (scan.descending() ? range.descendingMap() : range).values().stream();
        List<StoredEvent> found = new ArrayList<>();
        long bytes = 0;
        for (StoredEvent event :
                (Iterable<StoredEvent>) walk.filter(event -> wanted(scan.streams(), event))::iterator) {
            if (found.size() == scan.limit() || bytes >= scan.maxBytes()) {
                return new EventChunk(found, false);
            }
            found.add(event);
            bytes += LogRules.utf8Length(event.message());
        }
        return new EventChunk(found, true);
    }

    private static boolean wanted(Streams streams, StoredEvent event) {
        return switch (streams) {
            case Streams.All() -> true;
            case Streams.Named(var names) -> names.contains(event.stream());
            case Streams.Prefixed(var prefix) -> event.stream().startsWith(prefix);
        };
    }

    @Override
    public synchronized int expire(String group, long beforeMillis, int limit) {
        Group found = groups.get(group);
        if (found == null) {
            return 0;
        }
        return remove(
                found,
                found.blocks.values().stream()
                        .filter(kept -> kept.block.lastMillis() < beforeMillis)
                        .limit(limit)
                        .toList());
    }

    private static int remove(Group group, List<Kept> blocks) {
        for (Kept kept : blocks) {
            kept.events.forEach(event -> group.events.remove(event.cursor()));
            group.blocks.remove(kept.events.getFirst().cursor());
            group.addBytes(-kept.block.storedBytes());
        }
        return blocks.size();
    }

    @Override
    public int reclaim(int limit) {
        return 0;
    }
}
