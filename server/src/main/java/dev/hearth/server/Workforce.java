package dev.hearth.server;

import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.Inheritance;
import dev.hearth.services.frontend.InvocationListener;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.worker.Worker;
import java.time.Duration;

/** The workers of a cluster, for who decides: what they still run counts before they get more. */
record Workforce(Assignment assignment, Inheritance inheritance) {

    /** A host that lives calls again and again, four times a second; another is not waited for for longer. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    void join(Worker worker) {
        inheritance.count(worker);
        assignment.join(worker);
        inheritance.here(worker.host().hostId());
    }

    /** As {@link Frontend#create}; it grants nothing while it is not known what still runs. */
    Frontend frontend(
            Registry registry, Counting counting, QueueManager queues, Time time, InvocationListener listener) {
        return inheritance.before(Frontend.create(registry, counting, assignment, queues, time, listener));
    }

    void leave(String hostId) {
        assignment.leave(hostId);
    }

    /** From now on the other hosts can come. */
    void open() {
        inheritance.opensIn(LONGEST);
    }
}
