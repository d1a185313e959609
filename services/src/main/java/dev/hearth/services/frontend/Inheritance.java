package dev.hearth.services.frontend;

import dev.hearth.core.Ports;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.Set;

/**
 * What workers still run for whoever decided before: it counts until it is over, and no invocation begins before it is
 * known. Methods may be called from any thread and do not block.
 */
public interface Inheritance {

    /**
     * An inheritance from the workers of {@code awaited} hosts, as far as they come.
     *
     * @param awaited names of hosts, empty when there are none but those that are here
     */
    static Inheritance create(Counting counting, Set<String> awaited, Ports ports) {
        return new CountedInheritance(counting, awaited, ports);
    }

    /** Counts what {@code worker} still runs: before anything else is asked of it. */
    void count(Worker worker);

    /** The host's worker was counted, and may be asked. */
    void here(String hostId);

    /** Waits for this long for whoever is awaited; a host that does not come by then is taken for lost. */
    void opensIn(Duration longest);

    /** Whether all that was awaited is here, or is waited for no longer. */
    boolean isOpen();

    /** The same frontend, for callers that wait until all that was awaited is here. */
    Frontend before(Frontend frontend);
}
