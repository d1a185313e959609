package dev.hearth.drivers.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change of the host and how to take it back.
 *
 * @param name for the message of a failure
 * @param perform makes the change
 * @param undo takes it back; also called when {@code perform} failed half-way, and then finds less to take back
 */
record Step(String name, Action perform, Action undo) {

    /** A change of the host. */
    @FunctionalInterface
    interface Action {

        void run() throws IOException;
    }

    /** What was done so far, to be undone in reverse order. */
    static final class Done {

        private static final Logger LOG = LoggerFactory.getLogger(Done.class);

        private final List<Step> steps = new ArrayList<>();

        /** Performs all of them, or none: the message says which step failed. */
        static Done all(List<Step> steps) throws IOException {
            Done done = new Done();
            for (Step step : steps) {
                done.steps.add(step);
                try {
                    step.perform.run();
                } catch (IOException failed) {
                    done.undo();
                    throw new IOException("cannot " + step.name + ": " + failed.getMessage(), failed);
                }
            }
            return done;
        }

        void undo() {
            for (Step step : steps.reversed()) {
                try {
                    step.undo.run();
                } catch (IOException gone) {
                    LOG.debug("undoing: {}", step.name, gone);
                }
            }
            steps.clear();
        }
    }
}
