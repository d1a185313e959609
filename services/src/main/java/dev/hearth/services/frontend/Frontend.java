package dev.hearth.services.frontend;

import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.registry.VersionSnapshots;
import dev.hearth.services.worker.Worker;
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

    /** Has {@code worker} take the snapshots of the versions that the registry publishes. */
    static VersionSnapshots snapshots(Worker worker) {
        return version -> FrontendDecisions.outcome(worker.snapshot(FrontendDecisions.spec(version, null))
                .toCompletableFuture()
                .join());
    }

    /**
     * Runs one invocation, or accepts it as an event. Never completes exceptionally: refusals are outcomes. Does not
     * block.
     */
    CompletionStage<InvokeOutcome> invoke(InvokeCommand command);
}
