package dev.hearth.neighbours.events;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Archives}. */
final class RoomArchives implements Archives {

    private final EventsMemory memory;
    private final Replayer replayer;

    RoomArchives(EventsMemory memory, Replayer replayer) {
        this.memory = memory;
        this.replayer = replayer;
    }

    @Override
    public Archive create(Wish wish) {
        String name = EventRules.name(wish.name(), "archiveName", EventsLimits.ARCHIVE_NAME);
        ArchiveRules.check(wish);
        synchronized (memory.changing) {
            EventBus bus = memory.bus(wish.busArn());
            if (memory.archives().containsKey(name)) {
                throw EventsError.RESOURCE_ALREADY_EXISTS.because("Archive " + name + " already exists.");
            }
            if (memory.archives().size() >= EventsLimits.ARCHIVES) {
                throw EventsError.LIMIT_EXCEEDED.because("The requested resource exceeds the maximum number allowed.");
            }
            long now = memory.now();
            Archive archive = new Archive(
                    name,
                    bus.name(),
                    Objects.requireNonNullElse(wish.description(), ""),
                    Objects.requireNonNullElse(wish.pattern(), ""),
                    Objects.requireNonNullElse(wish.retentionDays(), 0),
                    Objects.requireNonNullElse(wish.kmsKey(), ""),
                    now);
            return memory.keep(archive, ArchiveRule.of(archive, memory.arns, now));
        }
    }

    @Override
    public Archive update(Wish wish) {
        ArchiveRules.check(wish);
        synchronized (memory.changing) {
            Archive archive = memory.archive(String.valueOf(wish.name()));
            Archive changed = new Archive(
                    archive.name(),
                    archive.bus(),
                    Objects.requireNonNullElse(wish.description(), archive.description()),
                    Objects.requireNonNullElse(wish.pattern(), archive.pattern()),
                    Objects.requireNonNullElse(wish.retentionDays(), archive.retentionDays()),
                    Objects.requireNonNullElse(wish.kmsKey(), archive.kmsKey()),
                    archive.createdMillis());
            return memory.keep(changed, ArchiveRule.of(changed, memory.arns, memory.now()));
        }
    }

    @Override
    public void delete(String name) {
        Archive archive = memory.archive(name);
        Rule rule = ArchiveRule.of(archive, memory.arns, memory.now());
        synchronized (memory.changing) {
            memory.forget(rule);
        }
        // Nothing comes in any more; what is in there may be much, and nobody else waits for it.
        memory.store.forget(name, Long.MAX_VALUE);
        synchronized (memory.changing) {
            memory.forget(archive, rule);
        }
    }

    @Override
    public Archive get(String name) {
        return memory.archive(name);
    }

    @Override
    public String arn(Archive archive) {
        return memory.arns.archive(archive.name());
    }

    @Override
    public ArchiveSize size(Archive archive) {
        return memory.store.size(archive.name());
    }

    @Override
    public Page<Archive> list(@Nullable String prefix, @Nullable String busArn, Page.Wish page) {
        List<Archive> all = memory.archives().values().stream()
                .filter(each -> prefix == null || each.name().startsWith(prefix))
                .filter(each -> busArn == null || memory.arns.bus(each.bus()).equals(busArn))
                .toList();
        return Page.of(all, page);
    }

    @Override
    public Replay start(ReplayWish wish) {
        ArchiveRules.check(wish);
        synchronized (memory.changing) {
            String name = String.valueOf(wish.name());
            EventBus bus = memory.bus(wish.busArn());
            Archive archive = ArchiveRules.source(
                    memory.archives(), Arns.name(String.valueOf(wish.archiveArn()), memory.arns.archive("")));
            if (!archive.bus().equals(bus.name())) {
                throw ArchiveRules.invalid("Destination.Arn", "Cross event bus replay is not permitted.");
            }
            if (memory.replays().containsKey(name)) {
                throw EventsError.RESOURCE_ALREADY_EXISTS.because("Replay " + name + " already exists.");
            }
            long running = memory.replays().values().stream()
                    .filter(each -> !each.state().isOver())
                    .count();
            if (running >= EventsLimits.REPLAYS) {
                throw EventsError.LIMIT_EXCEEDED.because("The requested resource exceeds the maximum number allowed.");
            }
            Replay replay = memory.keep(new Replay(
                    name,
                    archive.name(),
                    bus.name(),
                    wish.filterArns(),
                    Objects.requireNonNullElse(wish.description(), ""),
                    Objects.requireNonNullElse(wish.fromMillis(), 0L),
                    Objects.requireNonNullElse(wish.toMillis(), 0L),
                    Replay.State.STARTING,
                    "",
                    memory.now(),
                    0,
                    0,
                    0));
            replayer.go(name);
            return replay;
        }
    }

    @Override
    public Replay cancel(String name) {
        synchronized (memory.changing) {
            Replay replay = replay(name);
            if (replay.state() != Replay.State.STARTING && replay.state() != Replay.State.RUNNING) {
                throw EventsError.ILLEGAL_STATUS.because(
                        "Replay " + name + " is not in a valid state for this operation.");
            }
            return memory.keep(replay.in(Replay.State.CANCELLING, "", memory.now()));
        }
    }

    @Override
    public Replay replay(String name) {
        Replay replay = memory.replays().get(name);
        if (replay == null) {
            throw EventsError.noReplay(name);
        }
        return replay;
    }

    @Override
    public String arn(Replay replay) {
        return memory.arns.replay(replay.name());
    }

    @Override
    public Page<Replay> replays(
            @Nullable String prefix, @Nullable String archiveArn, @Nullable String state, Page.Wish page) {
        List<Replay> all = memory.replays().values().stream()
                .filter(each -> prefix == null || each.name().startsWith(prefix))
                .filter(each -> archiveArn == null
                        || memory.arns.archive(each.archive()).equals(archiveArn))
                .filter(each -> state == null || each.state().name().equals(state))
                .toList();
        return Page.of(all, page);
    }
}
