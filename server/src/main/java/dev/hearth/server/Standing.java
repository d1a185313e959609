package dev.hearth.server;

import dev.hearth.cluster.ClusterMember;
import dev.hearth.core.Ports;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.storage.ClusterLeases;
import dev.hearth.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a host may be one of its cluster: it was not removed, and its store is the cluster's. */
final class Standing {

    private static final String REMOVED =
            "this host was removed from its cluster: join again with --join HOST --token TOKEN.";

    private Standing() {}

    /**
     * What is wrong, for people; empty when nothing is.
     *
     * @param hosts that the store lists
     * @param wasListed whether the host was one of them once
     */
    static String wrong(List<ClusterHost> hosts, String hostId, boolean wasListed) {
        Optional<ClusterHost> own =
                hosts.stream().filter(host -> host.hostId().equals(hostId)).findFirst();
        if (own.isEmpty()) {
            return wasListed
                    ? "the store does not know this host, " + hostId
                            + ": it is not its cluster's, or older than it. Name"
                            + " the right --store; or remove DATA/cluster and join with --join HOST --token TOKEN."
                    : "";
        }
        return own.get().state() == ClusterHost.State.REMOVED ? REMOVED : "";
    }

    /** Refuses to start a host that may not be one. A store that does not answer says nothing. */
    static void require(Path folder, String hostId, Optional<ClusterLeases> leases, Ports ports)
            throws StartException, IOException {
        if (ClusterMember.wasRemoved(folder)) {
            throw new StartException(REMOVED);
        }
        Instant ended = ClusterMember.ended(folder, ports).orElse(null);
        if (ended != null) {
            throw new StartException("this host's certificate ended at " + ended
                    + ", and its cluster does not let it in: join again with --join HOST --token TOKEN.");
        }
        if (leases.isPresent()) {
            String wrong;
            try {
                wrong = wrong(leases.get().hosts(), hostId, ClusterMember.wasListed(folder));
            } catch (StorageException unknown) {
                return;
            }
            if (wrong.equals(REMOVED)) {
                ClusterMember.removed(folder);
            }
            if (!wrong.isEmpty()) {
                throw new StartException(wrong);
            }
        }
    }

    /** Refuses what cannot be: a first host that does not decide, and a later one that was not given what it needs. */
    static void require(Set<ClusterHost.Role> roles, boolean joined, boolean typed, String store)
            throws StartException {
        boolean control = roles.contains(ClusterHost.Role.CONTROL);
        if (!joined && !control) {
            throw new StartException("somebody must decide: the first host of a cluster needs the role control.");
        }
        if (joined && typed && control && store.isEmpty()) {
            throw new StartException(
                    "this host cannot have the role control: it joined without it, or its cluster has no"
                            + " store in PostgreSQL. To change it, 'hearth cluster leave', and join again with it.");
        }
    }
}
