package dev.hearth.services.frontend;

import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.registry.VersionSnapshots;
import dev.hearth.services.worker.Worker;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
        return create(new RegistryResolver(registry), counting, assignment, queues::accept, time, listener);
    }

    /** The same with versions and queues from anywhere. */
    static Frontend create(
            Resolver registry,
            Counting counting,
            Assignment assignment,
            EventDoor events,
            Time time,
            InvocationListener listener) {
        return new LocalFrontend(registry, counting, assignment, events, time, listener);
    }

    /** The same, which takes back what is lent to other endpoints before it throttles. */
    static Frontend create(
            Registry registry,
            Counting counting,
            Assignment assignment,
            QueueManager queues,
            Delegation delegation,
            Time time,
            InvocationListener listener) {
        return new LocalFrontend(
                new RegistryResolver(registry),
                counting,
                assignment,
                queues::accept,
                () -> delegation.relieve(""),
                time,
                listener);
    }

    /** What the frontend asks of the registry. */
    static Resolver resolver(Registry registry) {
        return new RegistryResolver(registry);
    }

    /** All that the frontend asks of the registry. */
    @FunctionalInterface
    interface Resolver {

        /** As {@link Registry#resolve}. */
        FunctionVersion resolve(String function, @Nullable String qualifier);

        /**
         * Whether {@code function}, a name, with this qualifier (empty for none) is the same version until the
         * registry says that it changed.
         */
        default boolean isFixed(String function, String qualifier) {
            return false;
        }

        /** Whether the function's owner allows that it reaches itself in a circle. */
        default boolean mayRecur(FunctionVersion version) {
            return false;
        }
    }

    /** All that the frontend asks of the queue manager. */
    @FunctionalInterface
    interface EventDoor {

        /** As {@link QueueManager#accept}. */
        CompletionStage<Void> accept(Event event);
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
