package dev.hearth.services.placement;

import java.util.List;

/** A {@link FleetSnapshot} in an immutable list. */
record HostList(List<WorkerHost> hosts) implements FleetSnapshot {

    @Override
    public int size() {
        return hosts.size();
    }

    @Override
    public WorkerHost host(int position) {
        return hosts.get(position);
    }
}
