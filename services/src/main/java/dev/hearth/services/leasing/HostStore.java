package dev.hearth.services.leasing;

import java.util.List;

/** The durable list of a cluster's hosts. Calls block; one that returned is committed. */
public interface HostStore {

    /** Adds a host, or replaces what was said of it. */
    void put(ClusterHost host);

    /** All hosts, removed ones too, by name. */
    List<ClusterHost> all();

    /** A list that forgets when the process ends. */
    static HostStore inMemory() {
        return new MemoryHostStore();
    }
}
