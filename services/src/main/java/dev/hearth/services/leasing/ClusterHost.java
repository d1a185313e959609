package dev.hearth.services.leasing;

import java.util.Set;

/**
 * A host that belongs to a cluster.
 *
 * @param hostId its name in its certificate
 * @param door where other hosts reach it, {@code HOST:PORT}
 * @param roles what it does
 * @param state whether it takes work
 */
public record ClusterHost(String hostId, String door, Set<Role> roles, State state) {

    public ClusterHost {
        roles = Set.copyOf(roles);
    }

    /** What a host can do for its cluster. */
    public enum Role {
        /** Answers users. */
        FRONTEND,
        /** Can hold the cluster's lease, and so decide. */
        CONTROL,
        /** Runs environments. */
        WORKER
    }

    /** Whether a host takes work. */
    public enum State {
        MEMBER,
        /** Takes no new environments; those that run finish. */
        DRAINING,
        /** Its certificate lets it in no more. */
        REMOVED
    }

    /** The same host in another state. */
    public ClusterHost in(State next) {
        return new ClusterHost(hostId, door, roles, next);
    }

    /** Whether it may come to decide. */
    public boolean mayDecide() {
        return roles.contains(Role.CONTROL) && state != State.REMOVED;
    }
}
