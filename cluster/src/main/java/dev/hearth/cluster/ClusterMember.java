package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.frontend.LentEnvironments;
import dev.hearth.services.frontend.MemberDoor;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.CodeCache;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A host as one of a cluster: it lends its worker to whoever decides, and hands on its users' calls. */
public interface ClusterMember extends AutoCloseable {

    /** Why an order cannot be brought to anybody at the moment. */
    String NOBODY = "no host of this cluster decides now";

    /**
     * What a host that joins is told; it stays secret.
     *
     * @param credentials the access keys, as a file
     * @param store the address of the cluster's store, empty when it is the first host's own
     * @param address this host's, by which it reaches the cluster
     */
    record Welcome(String credentials, String store, String address) {}

    /**
     * Asks the cluster behind {@code host} for a certificate, which is kept in {@code folder}; with the role CONTROL
     * also
     * for its authority's key.
     *
     * @param token what {@code hearth cluster token} printed
     * @param name of this host, for people
     * @throws IOException when nobody is there, it is another cluster than the token's, or the token is over
     */
    static Welcome join(Path folder, String host, String token, String name, Set<ClusterHost.Role> roles, Ports ports)
            throws IOException {
        return Joining.join(folder, host, token, name, roles);
    }

    /** Whether this folder's host joined another. */
    static boolean hasJoined(Path folder) {
        return Identity.exists(folder) && Joining.joined(folder);
    }

    /** Whether this folder's host has a certificate of some cluster's: it joined one, or let others in. */
    static boolean belongs(Path folder) {
        return Identity.exists(folder);
    }

    /** Whether this folder's host was told that it belongs to its cluster no more. It may join again. */
    static boolean wasRemoved(Path folder) {
        return Joining.wasRemoved(folder);
    }

    /** Remembers that. */
    static void removed(Path folder) throws IOException {
        Joining.removed(folder);
    }

    /** Whether this folder's host heard from who decides, so that the store lists it. */
    static boolean wasListed(Path folder) {
        return Joining.wasListed(folder);
    }

    /** Whether {@code token} is another cluster's than the one that this folder's host belongs to. */
    static boolean isForeign(Path folder, String token) throws IOException {
        return Joining.isForeign(folder, token);
    }

    /**
     * This host in its cluster.
     *
     * @param store keeps the packages that come from others
     * @param files their unpacked form
     * @param hostFiles what others may have of this host
     * @param storeAnswers whether the cluster's store answers this host; asked twice a second, from a task
     * @param splices carry users' bytes, two for each connection: threads of their own are faster than shared ones
     */
    static ClusterMember open(
            Path folder,
            String hostId,
            Set<ClusterHost.Role> roles,
            CodeStore store,
            CodeCache files,
            HostFiles hostFiles,
            BooleanSupplier storeAnswers,
            Tasks splices,
            Ports ports)
            throws IOException {
        return JoinedMember.open(
                folder, hostId, roles, new RemoteParts(store, files, hostFiles), storeAnswers, splices, ports);
    }

    /** The name of this folder's host, made at its first start. */
    static String hostId(Path folder, String name, Ports ports) throws IOException {
        return Joining.hostId(folder, name, ports);
    }

    /** When the certificate in {@code folder} ends; empty when there is none. */
    static Optional<Instant> certificateEnds(Path folder) throws IOException {
        return Identity.exists(folder)
                ? Optional.of(Identity.read(folder).certificate().getNotAfter().toInstant())
                : Optional.empty();
    }

    /**
     * When the certificate in {@code folder} ended, if nobody lets this host in with it; empty while it is good, and
     * for a host that may decide, which makes itself another.
     */
    static Optional<Instant> ended(Path folder, Ports ports) throws IOException {
        return Authority.exists(folder)
                ? Optional.empty()
                : certificateEnds(folder)
                        .filter(end -> end.isBefore(ports.time().instant()));
    }

    /** Its name in the cluster. */
    String hostId();

    /** Where its functions' output goes. */
    LogAppender logs();

    /** The packages of its functions. */
    CodeCache code();

    /**
     * Lends {@code worker} from now on to whoever decides.
     *
     * @param door where other hosts reach this one, empty when they do not
     */
    void lend(Worker worker, String driver, String door);

    /** Tells the others where this host's door is from now on. */
    void door(String address);

    /**
     * The worker for this host's own use, because it decides now; nobody is called until it is closed.
     *
     * @throws IllegalStateException when it may not ({@link #mayDecide}) any more
     * @param logs where functions' output goes from now on
     * @param packages who has those that are not here
     */
    Worker borrow(LogAppender logs, Packages packages);

    /** Where packages and files come from. */
    interface Packages {

        byte[] fetch(String digest) throws IOException;

        /** Makes {@code target}. @throws java.nio.file.NoSuchFileException when nobody has it */
        void file(String name, Path target, long mostBytes) throws IOException;
    }

    /**
     * A file that is not here, from whoever decides or by way of it, checked. Blocks.
     *
     * @param target where it comes to be; not there yet
     * @throws java.nio.file.NoSuchFileException when nobody who is there has it
     */
    void file(String name, Path target, long mostBytes) throws IOException;

    /**
     * Hands on what users send to {@code address}.
     *
     * @throws IOException when it cannot be bound
     */
    void listen(InetSocketAddress address) throws IOException;

    /**
     * What is lent to this host's endpoint.
     *
     * @throws IllegalStateException before {@link #lend}
     */
    LentEnvironments lent();

    /** What the endpoint serves itself. */
    void serves(MemberDoor door);

    /** Listens no more; connections that were handed on before stay. */
    void hush();

    /** Whether there are others that may decide. */
    boolean knowsOthers();

    /** Whether nobody who decides was heard for so long that this host may try to. */
    boolean mayDecide();

    /** Whether whoever decided just before the lease with this token is behind {@code door}, and was followed here. */
    boolean predecessor(long token, String door);

    /** What whoever decides says of the cluster, as JSON; empty while nobody is heard. */
    String status();

    /**
     * Brings an order to whoever decides. Blocks.
     *
     * @return what is wrong, for people; empty when it was done
     * @throws IOException when nobody decides
     */
    String ask(String order) throws IOException;

    /** Whether this host was told that it belongs to its cluster no more. */
    boolean isRemoved();

    /**
     * Takes note that it does not: whoever decides has just said so to an order of this host's own.
     *
     * @throws IOException when the folder does not take it, so that a restart would forget it
     */
    void leave() throws IOException;

    /** Why doors that were called last did not open, while nobody is followed: what was wrong, by address. */
    Map<String, String> shut();

    /** Whether the cluster's store answered this host a moment ago; false where it has none. */
    boolean reachesStore();

    /** Whether users of another host may go by way of this one: it follows whoever decides, who knows that one. */
    default boolean handsOn(String peer) {
        return connected() && status().contains('"' + peer + '"');
    }

    /** Whether somebody decides whom this host follows. */
    boolean connected();

    @Override
    void close();
}
