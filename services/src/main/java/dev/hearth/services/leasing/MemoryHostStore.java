package dev.hearth.services.leasing;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** {@link HostStore} in memory. */
final class MemoryHostStore implements HostStore {

    private final NavigableMap<String, ClusterHost> hosts = new TreeMap<>();

    @Override
    public synchronized void put(ClusterHost host) {
        hosts.put(host.hostId(), host);
    }

    @Override
    public synchronized List<ClusterHost> all() {
        return List.copyOf(hosts.values());
    }
}
