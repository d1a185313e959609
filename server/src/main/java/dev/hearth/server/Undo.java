package dev.hearth.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started and must be ended, newest first; the failure of one end does not keep the others from theirs. */
final class Undo {

    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

    private record Step(String what, AutoCloseable end) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Remembers to end {@code part}, and returns it. */
    synchronized <T extends AutoCloseable> T add(String what, T part) {
        steps.push(new Step(what, part));
        return part;
    }

    /** Ends everything. */
    synchronized void all() {
        for (Step step = steps.poll(); step != null; step = steps.poll()) {
            try {
                step.end().close();
            } catch (Exception e) {
                LOG.warn("Could not end {} cleanly", step.what(), e);
            }
        }
    }
}
