package dev.hearth.neighbours.events;

import dev.hearth.core.Timers;
import dev.hearth.neighbours.outbox.Outbox;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts archived events onto their bus again, a page at a time: the next one begins when a page's deliveries are
 * durable,
 * and where a replay stands is kept behind each. After a crash the last page comes again. It also throws away what
 * archives keep no longer.
 */
final class Replayer {

    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);

    private final EventsMemory memory;
    private final Outbox outbox;
    private volatile boolean closed;
    private volatile Timers.@Nullable Timer sweep;

    Replayer(EventsMemory memory, Outbox outbox) {
        this.memory = memory;
        this.outbox = outbox;
    }

    void start() {
        memory.replays().values().stream()
                .filter(replay -> !replay.state().isOver())
                .forEach(replay -> go(replay.name()));
        memory.ports.tasks().start("archive-sweep", this::sweep);
    }

    void go(String name) {
        memory.ports.tasks().start("replay", () -> step(name));
    }

    private void step(String name) {
        try {
            Replay replay = begun(name);
            if (closed || replay == null) {
                return;
            }
            long from = replay.lastId() == 0 ? replay.fromMillis() : replay.lastMillis();
            List<ArchivedEvent> page = memory.store.archived(
                    replay.archive(), from, replay.lastId(), replay.toMillis(), EventsLimits.REPLAY_PAGE);
            if (page.isEmpty()) {
                end(name, Replay.State.COMPLETED, "");
            } else {
                tell(replay, page);
            }
        } catch (RuntimeException failed) {
            again(name, failed);
        }
    }

    /** The replay, if it is to go on. */
    private @Nullable Replay begun(String name) {
        synchronized (memory.changing) {
            Replay replay = memory.replays().get(name);
            if (replay == null || replay.state().isOver()) {
                return null;
            }
            if (replay.state() == Replay.State.CANCELLING) {
                memory.keep(replay.in(Replay.State.CANCELLED, "", memory.now()));
                return null;
            }
            if (!memory.archives().containsKey(replay.archive())) {
                memory.keep(replay.in(Replay.State.FAILED, "The archive was deleted.", memory.now()));
                return null;
            }
            return replay.state() == Replay.State.RUNNING
                    ? replay
                    : memory.keep(replay.in(Replay.State.RUNNING, "", memory.now()));
        }
    }

    private void tell(Replay replay, List<ArchivedEvent> page) {
        Fanout fanout = new Fanout(memory.arns, memory.ports.time().instant());
        for (ArchivedEvent archived : page) {
            String event = EventText.replayed(archived.body(), replay.name());
            Fanout.Carried carried = new Fanout.Carried(event, archived.timeMillis(), null, false);
            for (Rule rule : memory.match(replay.bus(), event)) {
                if (replay.filterArns().isEmpty() || replay.filterArns().contains(memory.arns.rule(rule))) {
                    fanout.add(rule, carried);
                }
            }
        }
        outbox.post(fanout.postings()).whenComplete((_, failure) -> {
            if (failure != null) {
                again(replay.name(), failure);
            } else {
                memory.ports.tasks().start("replay", () -> told(replay.name(), page.getLast()));
            }
        });
    }

    private void told(String name, ArchivedEvent last) {
        try {
            synchronized (memory.changing) {
                Replay replay = memory.replays().get(name);
                if (replay != null) {
                    memory.keep(replay.upTo(last.timeMillis(), last.id()));
                }
            }
            go(name);
        } catch (RuntimeException failed) {
            again(name, failed);
        }
    }

    private void end(String name, Replay.State state, String reason) {
        synchronized (memory.changing) {
            Replay replay = memory.replays().get(name);
            if (replay != null) {
                Replay.State ended = replay.state() == Replay.State.CANCELLING ? Replay.State.CANCELLED : state;
                memory.keep(replay.in(ended, reason, memory.now()));
            }
        }
    }

    private void again(String name, Throwable failure) {
        if (!closed) {
            LOG.warn("the replay {} waits for the store", name, failure);
            memory.ports.timers().after(EventsLimits.STORE_RETRY, () -> go(name));
        }
    }

    private void sweep() {
        if (closed) {
            return;
        }
        try {
            for (Archive archive : memory.archives().values()) {
                if (archive.retentionDays() > 0) {
                    long before = memory.now()
                            - Duration.ofDays(archive.retentionDays()).toMillis();
                    memory.store.forget(archive.name(), before);
                }
            }
        } catch (RuntimeException failed) {
            LOG.warn("old archived events stay for another while", failed);
        }
        sweep = memory.ports
                .timers()
                .after(EventsLimits.SWEEP, () -> memory.ports.tasks().start("archive-sweep", this::sweep));
    }

    void close() {
        closed = true;
        Timers.Timer next = sweep;
        if (next != null) {
            next.cancel();
        }
    }
}
