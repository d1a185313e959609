package dev.hearth.neighbours.events;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What EventBridge keeps on disk. A change is durable when it returns, or when its stage completes. */
public interface EventsStore {

    /** A store that forgets everything when the process ends. */
    static EventsStore inMemory() {
        return new MemoryEventsStore();
    }

    List<EventBus> buses();

    void put(EventBus bus);

    void deleteBus(String name);

    List<Rule> rules();

    void put(Rule rule);

    void deleteRule(String bus, String name);

    List<Archive> archives();

    /** Keeps an archive and the rule that fills it, in one unit. */
    void put(Archive archive, Rule rule);

    /** Forgets an archive, the rule that fills it and what is left in it, in one unit: not for much of it. */
    void deleteArchive(Archive archive, Rule rule);

    List<Replay> replays();

    void put(Replay replay);

    /** Adds to archives; gives no ids back. */
    CompletionStage<Void> archive(List<ArchivedEvent> events);

    /**
     * An archive's events by time and id.
     *
     * @param fromMillis the first time
     * @param afterId of that first time only those behind this one; 0 for all
     * @param toMillis not this time and later
     */
    List<ArchivedEvent> archived(String archive, long fromMillis, long afterId, long toMillis, int limit);

    ArchiveSize size(String archive);

    /** Forgets what was archived before {@code keptBeforeMillis}, bit by bit. */
    void forget(String archive, long keptBeforeMillis);
}
