package dev.hearth.neighbours.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link EventsStore} in memory, for tests. */
final class MemoryEventsStore implements EventsStore {

    private static final Comparator<ArchivedEvent> ORDER =
            Comparator.comparingLong(ArchivedEvent::timeMillis).thenComparing(ArchivedEvent::id);

    private final Map<String, EventBus> buses = new TreeMap<>();
    private final Map<String, Rule> rules = new TreeMap<>();
    private final Map<String, Archive> archives = new TreeMap<>();
    private final Map<String, Replay> replays = new TreeMap<>();
    private final List<ArchivedEvent> events = new ArrayList<>();
    private long lastId;

    @Override
    public synchronized List<EventBus> buses() {
        return List.copyOf(buses.values());
    }

    @Override
    public synchronized void put(EventBus bus) {
        buses.put(bus.name(), bus);
    }

    @Override
    public synchronized void deleteBus(String name) {
        buses.remove(name);
    }

    @Override
    public synchronized List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public synchronized void put(Rule rule) {
        rules.put(rule.bus() + "/" + rule.name(), rule);
    }

    @Override
    public synchronized void deleteRule(String bus, String name) {
        rules.remove(bus + "/" + name);
    }

    @Override
    public synchronized List<Archive> archives() {
        return List.copyOf(archives.values());
    }

    @Override
    public synchronized void put(Archive archive, Rule rule) {
        archives.put(archive.name(), archive);
        put(rule);
    }

    @Override
    public synchronized void deleteArchive(Archive archive, Rule rule) {
        archives.remove(archive.name());
        deleteRule(rule.bus(), rule.name());
        events.removeIf(each -> each.archive().equals(archive.name()));
    }

    @Override
    public synchronized List<Replay> replays() {
        return List.copyOf(replays.values());
    }

    @Override
    public synchronized void put(Replay replay) {
        replays.put(replay.name(), replay);
    }

    @Override
    public synchronized CompletionStage<Void> archive(List<ArchivedEvent> added) {
        added.forEach(each -> events.add(
                new ArchivedEvent(each.archive(), ++lastId, each.timeMillis(), each.keptMillis(), each.body())));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized List<ArchivedEvent> archived(
            String archive, long fromMillis, long afterId, long toMillis, int limit) {
        return events.stream()
                .filter(each -> each.archive().equals(archive))
                .filter(each -> each.timeMillis() < toMillis)
                .filter(each ->
                        each.timeMillis() > fromMillis || each.timeMillis() == fromMillis && each.id() > afterId)
                .sorted(ORDER)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized ArchiveSize size(String archive) {
        List<ArchivedEvent> all =
                events.stream().filter(each -> each.archive().equals(archive)).toList();
        return new ArchiveSize(
                all.size(), all.stream().mapToLong(each -> each.body().length()).sum());
    }

    @Override
    public synchronized void forget(String archive, long keptBeforeMillis) {
        events.removeIf(each -> each.archive().equals(archive) && each.keptMillis() < keptBeforeMillis);
    }
}
