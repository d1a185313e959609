package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.HostStore;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A host's door for the others: new ones join here, and while this host decides they lend their workers and hand on
 * their users' calls.
 */
public interface ClusterDoor extends AutoCloseable {

    /**
     * Opens a door.
     *
     * @param folder where the cluster's authority and this host's certificate are kept; made when missing
     * @param hostId this host's name
     * @param address where to listen; port 0 for a free one
     * @param splices carry users' bytes, two for each connection
     * @throws IOException when the address cannot be bound or the folder is unusable
     */
    static ClusterDoor open(
            Path folder, String hostId, InetSocketAddress address, Secrets secrets, Tasks splices, Ports ports)
            throws IOException {
        return ListeningDoor.open(folder, hostId, address, secrets, splices, ports);
    }

    /**
     * What a host that joins is told.
     *
     * @param credentials the access keys, as a file
     * @param store the address of the store, empty when it is this host's own
     * @param certificateLife how long the certificates last that are made here; they are renewed in their last third
     */
    record Secrets(String credentials, String store, Duration certificateLife) {

        /** With certificates that last as long as they usually do. */
        public Secrets(String credentials, String store) {
            this(credentials, store, ClusterLimits.CERTIFICATE_LIFE);
        }
    }

    /**
     * What is behind the door of a host that decides.
     *
     * @param token of its lease
     * @param edgePort where this host answers its users, on the loopback address
     * @param logs where the output of functions on other hosts goes
     * @param code the packages that other hosts ask for
     * @param files that other hosts ask for
     * @param hosts who belongs to the cluster
     * @param workers who is told of workers
     * @param status of the cluster, which the others are told
     * @param orders does what somebody at another host wants, and says what is wrong; blocks
     */
    record Parts(
            long token,
            int edgePort,
            LogAppender logs,
            CodeStore code,
            HostFiles files,
            HostStore hosts,
            Workers workers,
            Supplier<String> status,
            UnaryOperator<String> orders) {}

    /** Told of workers that come and go. */
    interface Workers {

        void joined(Worker worker);

        /** A host is lost, or left; told once for each that joined. */
        void left(String hostId);
    }

    /**
     * A host that is there now.
     *
     * @param address from where it calls
     * @param door where it is reached, empty when it is not
     */
    record Member(String hostId, String address, String door, List<String> roles, String driver, int environments) {}

    /**
     * What a host says of itself.
     *
     * @param json as its {@link HostFiles#facts} made it; empty for a host that is too old to say anything
     * @param askedMillis this host's wall clock, half-way between the question and the answer
     */
    record Facts(String json, long askedMillis) {}

    /** What the hosts that are there say of themselves, by name, without those that do not answer. Blocks. */
    Map<String, Facts> facts();

    /** This host decides from now on. */
    void decide(Parts parts);

    /**
     * It does not any more: who follows is told that another may at once, and every channel is closed. Blocks for a
     * moment. The right to decide must be over: what was promised to it is given back here.
     */
    void stepBack();

    /**
     * Whether every other host that may decide has promised not to for now, so that this one may go on although the
     * store is silent; true when there is none.
     */
    boolean promised();

    /**
     * Whether another host that may decide, and has just said so, had an answer of the store's to what it asked after
     * that moment of this host's monotonic clock.
     */
    boolean othersReachedStore(long sinceNanos);

    /**
     * Has {@code digest}'s package kept by every other host that may decide and is there now. Blocks.
     *
     * @return whether at least one keeps it, or there is none
     */
    boolean spread(String digest);

    /**
     * A package that is not here, from a host that has it. Blocks.
     *
     * @throws IOException when none has it
     */
    byte[] fetch(String digest) throws IOException;

    /**
     * A file that is not here, from a host that has it, checked. Blocks.
     *
     * @param target where it comes to be; not there yet
     * @param mostBytes that it may have
     * @throws java.nio.file.NoSuchFileException when none that is there has it
     */
    void fetch(String name, Path target, long mostBytes) throws IOException;

    /** Changes what is known of a host; removed ones are sent away. Blocks. */
    void put(ClusterHost host);

    /** Whether {@code name} is this host's. */
    boolean isOwn(String name);

    /** A token with which hosts may join for an hour. */
    String token();

    /**
     * From now on users of hosts that do not reach whoever decides may go by way of this one.
     *
     * @param whether this host follows whoever decides, and that one counts the host of a name among the cluster's
     * @param endpointPort where it hands users on
     */
    void follows(Predicate<String> whether, int endpointPort);

    /** Where it listens. */
    InetSocketAddress address();

    /** The hosts that are there now. */
    List<Member> members();

    /** All hosts of the cluster, as this host last read them. */
    List<ClusterHost> hosts();

    @Override
    void close();
}
