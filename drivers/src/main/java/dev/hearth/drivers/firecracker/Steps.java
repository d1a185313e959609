package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A list of steps that is run forward and, when one fails or all is over, undone backwards, once. */
final class Steps {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    /** A step that failed; everything is undone already when it is thrown. */
    static final class Failed extends IOException {

        private static final long serialVersionUID = 1L;

        private final String step;

        Failed(String step, IOException cause) {
            super(cause.getMessage(), cause);
            this.step = step;
        }

        String step() {
            return step;
        }
    }

    private final Deque<Step> done = new ArrayDeque<>();
    private final AtomicBoolean undone = new AtomicBoolean();

    /**
     * Runs {@code steps} in order.
     *
     * @throws Failed when one fails; then all up to it, itself included, are undone
     */
    void forward(List<Step> steps) throws Failed {
        for (Step step : steps) {
            done.push(step);
            try {
                step.perform();
            } catch (IOException failed) {
                undo();
                throw new Failed(step.name(), failed);
            } catch (RuntimeException bug) {
                undo();
                throw bug;
            }
        }
    }

    /** Undoes what was done, the last step first; without effect the second time. */
    void undo() {
        if (!undone.compareAndSet(false, true)) {
            return;
        }
        for (Step step : done) {
            try {
                step.undo();
            } catch (RuntimeException bug) {
                LOG.error("'{}' could not be undone", step.name(), bug);
            }
        }
        done.clear();
    }
}
