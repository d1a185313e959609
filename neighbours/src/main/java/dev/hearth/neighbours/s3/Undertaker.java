package dev.hearth.neighbours.s3;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files that nothing refers to any more, beside the requests that made them so. */
final class Undertaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Undertaker.class);
    private static final int MANY = 500;

    /** Leftovers are looked for so long after the start, when there is less to do, and then so often. */
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration EVERY = Duration.ofHours(24);

    private final S3Store store;
    private final ObjectBytes bytes;
    private final Ports ports;
    private final Object lock = new Object();
    private final List<String> waiting = new ArrayList<>();
    private boolean atWork;
    private volatile Timers.@Nullable Timer alarm;
    private volatile boolean closed;

    Undertaker(S3Store store, ObjectBytes bytes, Ports ports) {
        this.store = store;
        this.bytes = bytes;
        this.ports = ports;
    }

    void start() {
        ports.tasks().start("s3-sweep", this::sweep);
        later(FIRST);
    }

    private void later(Duration delay) {
        if (!closed) {
            alarm = ports.timers().after(delay, () -> ports.tasks().start("s3-leftovers", this::dropLeftovers));
        }
    }

    private void dropLeftovers() {
        try {
            if (!closed) {
                bytes.dropLeftovers(store::unreferenced, ports.time().millis());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("files that nothing refers to could not be looked for; the next day tries again", e);
        } finally {
            later(EVERY);
        }
    }

    @Override
    public void close() {
        closed = true;
        Timers.Timer ringing = alarm;
        if (ringing != null) {
            ringing.cancel();
        }
    }

    void remove(List<String> files) {
        synchronized (lock) {
            waiting.addAll(files);
            if (atWork || waiting.isEmpty()) {
                return;
            }
            atWork = true;
        }
        ports.tasks().start("s3-undertaker", this::work);
    }

    private void work() {
        while (true) {
            List<String> some;
            synchronized (lock) {
                some = List.copyOf(waiting.subList(0, Math.min(MANY, waiting.size())));
                waiting.subList(0, some.size()).clear();
                if (some.isEmpty()) {
                    atWork = false;
                    return;
                }
            }
            bury(some);
        }
    }

    /** Removes files to which no row refers, nor ever will: what they were written for was refused. */
    void discard(List<Piece> pieces) {
        for (Piece piece : pieces) {
            try {
                if (piece.isFile()) {
                    bytes.remove(piece.id());
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("the file {} of a refused write could not be removed; the next start tries again", piece, e);
            }
        }
    }

    private void bury(List<String> files) {
        List<String> gone = new ArrayList<>();
        for (String file : files) {
            try {
                bytes.remove(file);
                gone.add(file);
            } catch (IOException | RuntimeException e) {
                LOG.warn("the file {} of a deleted object could not be removed; the next start tries again", file, e);
            }
        }
        try {
            store.buried(gone);
        } catch (RuntimeException e) {
            LOG.warn("removed files could not be forgotten; the next start tries again", e);
        }
    }

    /** What a predecessor left: files that died, and files that were written for nothing. */
    void sweep() {
        try {
            List<String> dead = store.dead(MANY);
            while (!dead.isEmpty()) {
                bury(dead);
                List<String> more = store.dead(MANY);
                dead = more.equals(dead) ? List.of() : more;
            }
            for (String file : bytes.unsettled()) {
                if (store.isKept(file)) {
                    bytes.settle(file);
                } else {
                    bytes.remove(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("files of deleted objects could not be looked for; the next start tries again", e);
        }
    }
}
