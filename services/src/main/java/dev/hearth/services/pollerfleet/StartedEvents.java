package dev.hearth.services.pollerfleet;

import java.util.HashSet;
import java.util.Set;

/**
 * Which events' functions were started while nothing is written yet of what became of them: these run again when the
 * process dies, or loses its lease. Only counted, so that it can be seen how rare it is; nothing depends on it.
 */
public interface StartedEvents {

    /** The function is about to run; false when an earlier run of it was neither settled nor put off. */
    boolean starts(String requestId);

    /** What became of the run is written. */
    void settled(String requestId);

    /** Forgotten with the process. */
    static StartedEvents inMemory() {
        return new StartedEvents() {
            private final Set<String> started = new HashSet<>();

            @Override
            public synchronized boolean starts(String requestId) {
                return started.add(requestId);
            }

            @Override
            public synchronized void settled(String requestId) {
                started.remove(requestId);
            }
        };
    }
}
