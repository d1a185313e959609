package dev.hearth.server;

import dev.hearth.core.Time;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.frontend.Delegation;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.Inheritance;
import dev.hearth.services.frontend.InvocationListener;
import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a cluster, for who decides: what they still run counts before they get more.
 *
 * @param lent what this host itself serves while that is found out; null when nothing was lent to it
 */
record Workforce(
        Assignment assignment,
        Inheritance inheritance,
        Delegation delegation,
        @Nullable LentFrontend lent,
        Map<String, Worker> workers) {

    /** A host that lives calls again and again, four times a second; another is not waited for for longer. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    Workforce(Assignment assignment, Inheritance inheritance, Delegation delegation, @Nullable LentFrontend lent) {
        this(assignment, inheritance, delegation, lent, new ConcurrentHashMap<>());
    }

    void join(Worker worker) {
        workers.put(worker.host().hostId(), worker);
        inheritance.count(worker);
        assignment.join(worker);
        delegation.join(worker);
        inheritance.here(worker.host().hostId());
    }

    /** As {@link Frontend#create}; it grants nothing while it is not known what still runs. */
    Frontend frontend(
            Registry registry, Counting counting, QueueManager queues, Time time, InvocationListener listener) {
        return LentFrontend.meanwhile(
                lent, inheritance, Frontend.create(registry, counting, assignment, queues, delegation, time, listener));
    }

    void leave(String hostId) {
        workers.remove(hostId);
        delegation.leave(hostId);
        assignment.leave(hostId);
    }

    /** What each host that is there said last. */
    List<HostReport> hosts() {
        return workers.values().stream().map(Worker::host).toList();
    }

    /** From now on the other hosts can come. */
    void open() {
        inheritance.opensIn(LONGEST);
    }
}
