package dev.hearth.neighbours.outbox;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link Outbox}: one lock guards the lanes; couriers and the store are called outside it. */
final class RoomOutbox implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(RoomOutbox.class);

    private final OutboxStore store;
    private final Courier courier;
    private final Ports ports;
    private final Object lock = new Object();
    private final Map<String, Lane> lanes = new HashMap<>();
    private Timers.@Nullable Timer alarm;
    private long alarmMillis;

    /** The lanes of what was accepted before the start. */
    private final Set<String> early = new HashSet<>();

    private boolean started;
    private boolean closed;

    RoomOutbox(OutboxStore store, Courier courier, Ports ports) {
        this.store = store;
        this.courier = courier;
        this.ports = ports;
    }

    @Override
    public void start() {
        Set<String> left = new HashSet<>(store.lanes());
        synchronized (lock) {
            started = true;
            left.addAll(early);
            early.clear();
            left.forEach(name -> lane(name).lookInStore());
        }
        left.forEach(this::go);
    }

    private Lane lane(String name) {
        return lanes.computeIfAbsent(name, Lane::new);
    }

    @Override
    public CompletionStage<Void> post(List<Posting> postings) {
        if (postings.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return post(accepted -> store.add(postings, accepted));
    }

    @Override
    public CompletionStage<Void> post(Unit unit) {
        return unit.add(ports.time().millis()).thenAccept(this::accepted);
    }

    /** On the store's thread, in the order of the ids: what takes time is left to tasks. */
    private void accepted(List<StoredPosting> stored) {
        List<String> names = new ArrayList<>();
        synchronized (lock) {
            if (!started) {
                stored.forEach(posting -> early.add(posting.posting().lane()));
                return;
            }
            for (StoredPosting posting : stored) {
                String name = posting.posting().lane();
                lane(name).add(posting);
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        ports.tasks().start("outbox", () -> names.forEach(this::go));
    }

    /** Starts what is due in a lane, and reads on where its window has room. */
    private void go(String name) {
        List<StoredPosting> due;
        boolean read;
        long afterId;
        synchronized (lock) {
            Lane lane = lanes.get(name);
            if (lane == null || !started || closed) {
                return;
            }
            read = lane.wantsRead();
            afterId = lane.lastId();
            due = lane.take(ports.time().millis());
            if (lane.isDone()) {
                lanes.remove(name);
            } else {
                wakeAt(lane.nextDueMillis());
            }
        }
        due.forEach(this::deliver);
        if (read) {
            ports.tasks().start("outbox-read", () -> read(name, afterId));
        }
    }

    private void read(String name, long afterId) {
        try {
            List<StoredPosting> found = store.read(name, afterId, OutboxLimits.LANE_WINDOW);
            synchronized (lock) {
                lane(name).read(found, found.size() < OutboxLimits.LANE_WINDOW);
            }
            go(name);
        } catch (RuntimeException failed) {
            LOG.warn("cannot read what waits for {}; trying again", name, failed);
            ports.timers().after(Duration.ofMillis(OutboxLimits.STORE_RETRY_MILLIS), () -> {
                synchronized (lock) {
                    lane(name).notRead();
                }
                ports.tasks().start("outbox", () -> go(name));
            });
        }
    }

    private void deliver(StoredPosting posting) {
        CompletionStage<Receipt> attempt;
        try {
            attempt = carry(posting);
        } catch (RuntimeException bug) {
            attempt = CompletableFuture.failedStage(bug);
        }
        attempt.whenComplete((receipt, failure) -> ports.tasks()
                .start("outbox", () -> settled(posting, failure == null ? receipt : refusal(posting, failure))));
    }

    private CompletionStage<Receipt> carry(StoredPosting posting) {
        Parcel parcel = posting.posting().parcel().onAttempt(posting.failures() + 1);
        return courier.writesOnce(parcel)
                ? store.carrying(posting.id(), () -> courier.carry(parcel))
                : courier.carry(parcel);
    }

    private static Receipt refusal(StoredPosting posting, Throwable failure) {
        LOG.warn("a delivery to {} failed", posting.posting().parcel().target(), failure);
        return new Receipt.Refused("InternalError", String.valueOf(failure.getMessage()), true);
    }

    private void settled(StoredPosting posting, Receipt receipt) {
        switch (receipt) {
            case Receipt.Delivered _ -> forget(posting);
            case Receipt.Refused refused -> {
                switch (OutboxDecisions.refused(posting, refused, ports.time().millis())) {
                    case OutboxDecisions.Next.Again again -> keep(again.posting());
                    case OutboxDecisions.Next.GivenUp _ -> {
                        LOG.warn(
                                "gave up a message to {} after {} tries: {} {}",
                                posting.posting().parcel().target(),
                                posting.failures() + 1,
                                refused.code(),
                                refused.message());
                        forget(posting);
                    }
                }
            }
        }
    }

    private void forget(StoredPosting posting) {
        store.remove(posting.id()).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("a delivered message could not be removed and will come again after a restart", failure);
            }
            String name = posting.posting().lane();
            synchronized (lock) {
                lane(name).over();
            }
            ports.tasks().start("outbox", () -> go(name));
        });
    }

    private void keep(StoredPosting posting) {
        store.update(posting).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("a failed delivery could not be recorded; it is tried again all the same", failure);
            }
            String name = posting.posting().lane();
            synchronized (lock) {
                lane(name).again(posting);
            }
            ports.tasks().start("outbox", () -> go(name));
        });
    }

    /** Under the lock. One alarm serves all lanes: when it rings every lane is looked at. */
    private void wakeAt(long dueMillis) {
        if (dueMillis < 0 || (alarm != null && alarmMillis <= dueMillis)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmMillis = dueMillis;
        long delay = Math.max(1, dueMillis - ports.time().millis());
        alarm = ports.timers().after(Duration.ofMillis(delay), this::ring);
    }

    private void ring() {
        List<String> names;
        synchronized (lock) {
            alarm = null;
            names = List.copyOf(lanes.keySet());
        }
        ports.tasks().start("outbox", () -> names.forEach(this::go));
    }

    @Override
    public void drop(String lane) {
        synchronized (lock) {
            Lane dropped = lanes.get(lane);
            if (dropped != null) {
                dropped.clear();
            }
        }
        store.removeLane(lane);
    }

    @Override
    public int waiting() {
        synchronized (lock) {
            return lanes.values().stream().mapToInt(Lane::size).sum();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }
}
