package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.CodeCache;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A host that joined: it lends its worker to the first host, and hands on its users' calls. */
public interface ClusterMember extends AutoCloseable {

    /**
     * Asks the cluster behind {@code host} for a certificate, which is kept in {@code folder}.
     *
     * @param token what {@code hearth cluster token} printed
     * @param name of this host, for people
     * @return what the cluster tells those who join
     * @throws IOException when nobody is there, it is another cluster than the token's, or the token is over
     */
    static String join(Path folder, String host, String token, String name, Ports ports) throws IOException {
        return Joining.join(folder, host, token, name);
    }

    /** Whether this folder's host joined. */
    static boolean hasJoined(Path folder) {
        return Identity.exists(folder);
    }

    /**
     * A host that joined before.
     *
     * @param store keeps the packages that come from the first host
     * @param files their unpacked form
     */
    static ClusterMember open(Path folder, CodeStore store, CodeCache files, Ports ports) throws IOException {
        return JoinedMember.open(folder, store, files, ports);
    }

    /** Its name in the cluster. */
    String hostId();

    /** Where it reaches the first host. */
    InetSocketAddress door();

    /** Where its functions' output goes. */
    LogAppender logs();

    /** The packages of its functions. */
    CodeCache code();

    /** Lends {@code worker} from now on, again after each time that the first host was away. */
    void lend(Worker worker, String driver);

    /**
     * Hands on what users send to {@code address}.
     *
     * @throws IOException when it cannot be bound
     */
    void listen(InetSocketAddress address) throws IOException;

    /** Whether the first host is there now. */
    boolean connected();

    @Override
    void close();
}
