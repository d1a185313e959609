package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a machine stands still: wishes come from any thread, and one task at a time fulfils the newest. */
final class Standstill {

    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);

    private final String id;
    private final Machine machine;
    private final GuestConversation words;
    private final Ports ports;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean wanted;
    private boolean actual;
    private boolean working;

    Standstill(String id, Machine machine, GuestConversation words, Ports ports) {
        this.id = id;
        this.machine = machine;
        this.words = words;
        this.ports = ports;
    }

    void want(boolean still) {
        lock.lock();
        try {
            wanted = still;
            if (!working && wanted != actual) {
                working = true;
                ports.tasks().start("standstill-" + id, this::work);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        boolean still = next();
        boolean more = true;
        while (more) {
            apply(still);
            lock.lock();
            try {
                actual = still;
                more = wanted != actual;
                working = more;
                still = wanted;
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean next() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private void apply(boolean still) {
        try {
            if (still) {
                machine.pause();
            } else {
                // The guest's clock stood still as well.
                words.clock(ports.time().instant());
                machine.resume();
            }
        } catch (IOException failed) {
            LOG.warn("machine {} cannot be {}", id, still ? "paused" : "resumed", failed);
            if (!still) {
                machine.kill(); // what cannot go on is of no use to anybody
            }
        }
    }
}
