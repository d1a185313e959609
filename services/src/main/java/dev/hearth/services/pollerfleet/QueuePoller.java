package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.queuemanager.EventStore.Position;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.queuemanager.QueuedEvent;
import dev.hearth.services.queuemanager.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one reader of one queue, as long as it holds the queue's lease.
 *
 * <pre>
 * asleep  -- an event came, one falls due -> leasing
 * leasing -- granted ---------------------> polling; taken by another -> leasing, a second later
 * polling -- nothing left for a while ----> asleep, the lease released
 * polling -- lease lost ------------------> leasing, a second later; what it had taken is the next holder's
 * any     -- end() -----------------------> ended when nothing of it runs
 * </pre>
 */
final class QueuePoller {

    private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);

    /** The wait before what failed in the store, or is another's, is tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long a lease is kept when there is nothing to do. */
    static final Duration REST = Duration.ofSeconds(10);

    /** How often the queue is read from its beginning, for whatever its order hid. */
    static final Duration SWEEP = Duration.ofSeconds(30);

    private final int queue;
    private final PollerParts parts;
    private final Ports ports;

    private final TakenEvents taken;
    private final CoolDown coolDown = new CoolDown();
    private final Runnable waker;
    private final Alarm alarm;
    private Leasing.@Nullable Held held;
    private boolean working;
    private boolean settling;
    private boolean ended;
    /** Something may be due that was not read; {@code news} tells whether it came during a read. */
    private boolean more;

    private boolean resting;
    private final Turns turns = new Turns();
    private long news;
    private long epoch;
    private long lastSweepNanos;
    private long lastWorkNanos;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    QueuePoller(int queue, PollerParts parts) {
        this.queue = queue;
        this.parts = parts;
        this.ports = parts.ports();
        this.taken = new TakenEvents(parts.memory(), parts.started());
        this.waker = this::wake;
        this.alarm = new Alarm(ports, waker);
    }

    /** An event came. Returns at once; when enough is taken already, whatever ends looks for more. */
    void arrived() {
        call(true);
    }

    /** There may be something to take, or to find out about the lease. Returns at once. */
    void wake() {
        call(false);
    }

    private void call(boolean onlyToTake) {
        synchronized (this) {
            news++;
            more = true;
            if (working || ended || onlyToTake && held != null && !taken.hasRoom(slots())) {
                return;
            }
            working = true;
        }
        ports.tasks().start("queue-" + queue, this::work);
    }

    /** Does what may block, one thing after the other, until nothing is left to do. */
    private void work() {
        try {
            do {
                runDispatched();
            } while (workOnce());
        } catch (RuntimeException e) {
            LOG.warn("queue {} cannot be polled; it is tried again in a moment: {}", queue, e.toString());
            synchronized (this) {
                taken.unclaim();
            }
            pause();
        }
    }

    /** False when there is nothing to do now; then {@code working} is false as well. */
    private boolean workOnce() {
        Leasing.Held mine;
        synchronized (this) {
            mine = held;
            if (ended || !more && mine == null) {
                working = false;
                return false;
            }
        }
        if (mine == null) {
            return lease();
        }
        if (!mine.isHeld()) {
            lost();
            pause();
            return false;
        }
        return read();
    }

    private boolean lease() {
        Leasing.Held granted = parts.leasing()
                .take(QueueManager.resource(queue), () -> ports.tasks().start("queue-" + queue, this::wake))
                .orElse(null);
        if (granted == null) {
            pause();
            return false;
        }
        synchronized (this) {
            held = granted;
            epoch++;
            more = true;
            lastSweepNanos = ports.time().nanos();
            lastWorkNanos = lastSweepNanos;
        }
        return true;
    }

    /** Tries again after a while; until then nobody works. */
    private void pause() {
        ports.timers().after(PAUSE, () -> ports.tasks().start("queue-" + queue, this::work));
    }

    private synchronized void lost() {
        held = null;
        epoch++;
        taken.forget();
        settling = false;
        more = true;
    }

    private boolean read() {
        Position after;
        int most;
        long seen;
        long of;
        synchronized (this) {
            if (!more || !taken.hasRoom(slots())) {
                working = false;
                return false;
            }
            long now = ports.time().nanos();
            if (now - lastSweepNanos > SWEEP.toNanos()) {
                lastSweepNanos = now;
                taken.rewind();
            }
            after = taken.cursor();
            most = taken.claim(slots(), waker);
            if (most == 0) {
                working = false;
                return false;
            }
            seen = news;
            of = epoch;
        }
        List<QueuedEvent> found =
                parts.queues().read(queue, after, ports.time().instant(), most, TakenEvents.READ_BYTES);
        boolean last = found.size() < most && TakenEvents.bytes(found) < TakenEvents.READ_BYTES;
        Position end = found.isEmpty() ? after : Position.of(found.getLast());
        Instant due = last ? parts.queues().nextDue(queue, end).orElse(null) : null;
        synchronized (this) {
            if (of != epoch) {
                taken.unclaim();
                return true;
            }
            taken.add(found, end);
            if (last && seen == news) {
                more = false;
                alarm(due);
            }
            if (!found.isEmpty()) {
                lastWorkNanos = ports.time().nanos();
            }
        }
        return true;
    }

    private int slots() {
        return Math.max(1, parts.plan().pollers(queue));
    }

    /** Wakes this poller when {@code due} comes, unless it wakes before. */
    private synchronized void alarm(@Nullable Instant due) {
        if (due == null || due.isAfter(ports.time().instant().plus(REST))) {
            rest();
        }
        if (due != null) {
            alarm.set(due);
        }
    }

    /** Looks after a while whether the lease is still needed. */
    private synchronized void rest() {
        if (!resting) {
            resting = true;
            ports.timers().after(REST, () -> ports.tasks().start("queue-" + queue, this::fallAsleep));
        }
    }

    /** Gives the lease back after a rest, and before that looks once at the whole queue. */
    private void fallAsleep() {
        Leasing.Held mine = null;
        boolean look = false;
        synchronized (this) {
            resting = false;
            if (held == null || working || more || !taken.isEmpty()) {
                return;
            }
            if (ports.time().nanos() - lastWorkNanos < REST.toNanos()) {
                rest();
            } else if (lastSweepNanos - lastWorkNanos <= 0) {
                lastSweepNanos = ports.time().nanos();
                taken.rewind();
                look = true;
            } else {
                mine = held;
                lost();
                more = false;
            }
        }
        if (look) {
            wake();
        } else if (mine != null) {
            release(mine);
        }
    }

    private void release(Leasing.Held mine) {
        try {
            mine.release();
        } catch (RuntimeException e) {
            LOG.warn("the lease on queue {} is left to run out: {}", queue, e.toString());
        }
    }

    /** Starts what there is room for; what ends at once makes room, without deepening the stack. */
    private void runDispatched() {
        for (boolean on = turns.begin(); on; ) {
            List<QueuedEvent> start;
            long now;
            synchronized (this) {
                boolean mine = held != null && !ended && held.isHeld();
                start = mine ? taken.dispatch(slots()) : List.of();
                now = epoch;
            }
            on = turns.another(!start.isEmpty());
            start.forEach(event ->
                    parts.runner().run(event, refused -> idle(now, refused), settlement -> settled(now, settlement)));
        }
    }

    private void idle(long of, boolean refused) {
        Duration rest = coolDown.after(refused, slots());
        if (refused) {
            ports.timers().after(rest, () -> idle(of));
        } else {
            idle(of);
        }
    }

    private void idle(long of) {
        synchronized (this) {
            if (of != epoch) {
                return;
            }
            taken.idle();
        }
        goOn();
    }

    private void settled(long of, Settlement settlement) {
        synchronized (this) {
            if (of != epoch) {
                return;
            }
            taken.settled(settlement);
        }
        flush();
    }

    /** Starts what is buffered, and reads when that runs out. */
    private void goOn() {
        runDispatched();
        synchronized (this) {
            if (!more || working || ended || !taken.hasRoom(slots())) {
                return;
            }
            working = true;
        }
        ports.tasks().start("queue-" + queue, this::work);
    }

    /** Writes all that is decided, in one unit of work at a time. */
    private void flush() {
        List<Settlement> batch;
        long of;
        long token;
        synchronized (this) {
            if (settling || held == null) {
                return;
            }
            batch = taken.decided();
            if (batch.isEmpty()) {
                return;
            }
            settling = true;
            of = epoch;
            token = held.lease().token();
        }
        parts.queues().settle(queue, token, batch).whenComplete((done, thrown) -> written(of, batch, done, thrown));
    }

    private void written(long of, List<Settlement> batch, @Nullable Boolean done, @Nullable Throwable thrown) {
        synchronized (this) {
            if (of != epoch) {
                return;
            }
            settling = false;
            if (thrown != null) {
                taken.undecided(batch);
                if (!ended || held != null && held.isHeld()) {
                    LOG.warn("queue {} is not settled, and tried again in a moment: {}", queue, thrown.toString());
                    ports.timers().after(PAUSE, this::flush);
                    return;
                }
                // Its store has gone with the right to write there: whoever holds the queue next runs these again.
                lost();
            } else if (Boolean.TRUE.equals(done)) {
                taken.written(batch);
                lastWorkNanos = ports.time().nanos();
                Instant again = TakenEvents.firstAgain(batch);
                if (again != null || taken.isEmpty()) {
                    alarm(again);
                }
            } else {
                lost();
            }
        }
        ports.tasks().start("queue-" + queue, this::afterWriting);
    }

    private void afterWriting() {
        flush();
        goOn();
        endIfOver();
    }

    synchronized int running() {
        return taken.running();
    }

    /** Takes nothing more; completes when all that was taken is settled or out of reach. */
    CompletableFuture<Void> end() {
        synchronized (this) {
            ended = true;
            taken.dropBuffered();
        }
        endIfOver();
        return end;
    }

    private void endIfOver() {
        synchronized (this) {
            if (!ended || held != null && !taken.isEmpty()) {
                return;
            }
        }
        end.complete(null);
    }
}
