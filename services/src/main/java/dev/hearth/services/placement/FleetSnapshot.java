package dev.hearth.services.placement;

import java.util.List;

/** The worker hosts at one moment, each at a position. It never changes. */
public interface FleetSnapshot {

    /** How many hosts there are; positions go from 0 to this, exclusively. */
    int size();

    /** The host at a position, in constant time. */
    WorkerHost host(int position);

    /**
     * A snapshot of {@code hosts}. A host that keeps its position between snapshots keeps the functions that are at
     * home there: append new hosts, and fill the place of one that left with the last.
     */
    static FleetSnapshot of(List<WorkerHost> hosts) {
        return new HostList(List.copyOf(hosts));
    }
}
