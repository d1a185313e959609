package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** The first host's door for the others: they join here, lend their workers, and hand on their users' calls. */
public interface ClusterDoor extends AutoCloseable {

    /**
     * Opens a door.
     *
     * @param folder where the cluster's authority and this host's certificate are kept; made when missing
     * @param address where to listen; port 0 for a free one
     * @throws IOException when the address cannot be bound or the folder is unusable
     */
    static ClusterDoor open(Path folder, InetSocketAddress address, Parts parts, Ports ports) throws IOException {
        return ListeningDoor.open(folder, address, parts, ports);
    }

    /**
     * What is behind the door.
     *
     * @param edgePort where this host answers its users, on the loopback address
     * @param welcome what a host that joins is told; it stays secret
     * @param logs where the output of functions on other hosts goes
     * @param code the packages that other hosts ask for
     * @param workers who is told of workers
     */
    record Parts(int edgePort, String welcome, LogAppender logs, CodeStore code, Workers workers) {}

    /** Told of workers that come and go. */
    interface Workers {

        void joined(Worker worker);

        /** A host is lost, or left; told once for each that joined. */
        void left(String hostId);
    }

    /** A host of the cluster. */
    record Member(String hostId, String address, String driver, int environments) {}

    /** A token with which hosts may join for an hour. */
    String token();

    /** Where it listens. */
    InetSocketAddress address();

    /** The hosts that are joined now. */
    List<Member> members();

    @Override
    void close();
}
