package dev.hearth.services.frontend;

import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.Registry;
import java.util.concurrent.CompletionStage;

/** The door of every invocation. */
@FunctionalInterface
public interface Frontend {

    /** The frontend of this process. {@code listener} hears of every invocation's end. */
    static Frontend create(
            Registry registry,
            Counting counting,
            Assignment assignment,
            QueueManager queues,
            Time time,
            InvocationListener listener) {
        return new LocalFrontend(registry::resolve, counting, assignment, queues::accept, time, listener);
    }

    /**
     * Runs one invocation, or accepts it as an event. Never completes exceptionally: refusals are outcomes. Does not
     * block.
     */
    CompletionStage<InvokeOutcome> invoke(InvokeCommand command);
}
