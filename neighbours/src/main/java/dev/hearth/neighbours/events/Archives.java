package dev.hearth.neighbours.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Archives of buses' events, and their replays. Refusals are {@link EventsError}s. */
public interface Archives {

    /** What can be said of an archive; null where nothing was said. */
    record Wish(
            @Nullable String name,
            @Nullable String busArn,
            @Nullable String description,
            @Nullable String pattern,
            @Nullable Integer retentionDays,
            @Nullable String kmsKey) {}

    /** What is to be replayed; null where nothing was said. */
    record ReplayWish(
            @Nullable String name,
            @Nullable String archiveArn,
            @Nullable String description,
            @Nullable Long fromMillis,
            @Nullable Long toMillis,
            @Nullable String busArn,
            List<String> filterArns) {}

    /** Begins to keep events of a bus. */
    Archive create(Wish wish);

    Archive update(Wish wish);

    /** Deletes an archive and what it holds. */
    void delete(String name);

    Archive get(String name);

    String arn(Archive archive);

    ArchiveSize size(Archive archive);

    /** @param busArn of the bus whose archives are wanted; null for all */
    Page<Archive> list(@Nullable String prefix, @Nullable String busArn, Page.Wish page);

    /** Begins to put archived events onto their bus again. */
    Replay start(ReplayWish wish);

    /** Stops a replay; events that are on their way already are delivered. */
    Replay cancel(String name);

    Replay replay(String name);

    String arn(Replay replay);

    /** @param state by AWS's name; null for any */
    Page<Replay> replays(@Nullable String prefix, @Nullable String archiveArn, @Nullable String state, Page.Wish page);
}
