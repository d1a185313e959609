package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where users reach a host that does not decide: their connections go on to the one that does. While nobody does they
 * wait for some time, because a request that was not read yet may still be served.
 */
final class MemberEdge {

    private static final Logger LOG = LoggerFactory.getLogger(MemberEdge.class);
    private static final int BACKLOG = 256;

    private static final byte[] AWAY = answer("{\"Type\":\"Service\",\"message\":"
            + "\"No host of this cluster decides now; this one keeps calling the others.\"}");

    private static final byte[] LEFT =
            answer("{\"Type\":\"Service\",\"message\":" + "\"This host was removed from its cluster.\"}");

    /** Whom users' connections go to. */
    private record Way(HostedWorker hosted, String door) {}

    private final HostContext contexts;
    private final Tasks splices;
    private final Ports ports;
    private final Semaphore connections = new Semaphore(ClusterLimits.CONNECTIONS);
    private final Set<Socket> handedOn = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;
    private @Nullable Way way;
    private @Nullable InetSocketAddress own;
    private boolean closed;
    private volatile boolean removed;

    MemberEdge(HostContext contexts, Tasks splices, Ports ports) {
        this.splices = splices;
        this.contexts = contexts;
        this.ports = ports;
    }

    private static byte[] answer(String body) {
        return ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
                        + "x-amzn-ErrorType: ServiceUnavailableException\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    synchronized void through(HostedWorker hosted, String door) {
        way = new Way(hosted, door);
        notifyAll();
    }

    /** From now on this host serves nobody. */
    synchronized void removed() {
        removed = true;
        notifyAll();
    }

    /** Whoever decided is lost: what went to it is cut, because it would wait for ever. */
    void without(HostedWorker hosted) {
        synchronized (this) {
            if (way == null || way.hosted != hosted) {
                return;
            }
            way = null;
        }
        cut();
    }

    private void cut() {
        handedOn.forEach(MemberEdge::shut);
        handedOn.clear();
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a user's connection does not close", e);
        }
    }

    void listen(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address, BACKLOG);
        synchronized (this) {
            server = socket;
            own = null;
        }
        ports.tasks().start("cluster-edge", () -> accept(socket));
    }

    /** From now on somebody else listens at that address, in this process. */
    void hush() {
        ServerSocket socket;
        synchronized (this) {
            socket = server;
            server = null;
            own = socket == null ? null : (InetSocketAddress) socket.getLocalSocketAddress();
            notifyAll();
        }
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("the edge does not close", e);
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket user = socket.accept();
                if (connections.tryAcquire()) {
                    ports.tasks().start("cluster-user", () -> handOn(user));
                } else {
                    user.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("the edge cannot take a connection", e);
                }
            }
        }
    }

    private void handOn(Socket user) {
        try (user) {
            user.setTcpNoDelay(true);
            long end = ports.time().nanos() + ClusterLimits.INTERREGNUM.toNanos();
            while (!handOn(user, end)) {
                if (removed || ports.time().nanos() - end >= 0) {
                    user.getOutputStream().write(removed ? LEFT : AWAY);
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("a user's connection ended", e);
        } finally {
            handedOn.remove(user);
            connections.release();
        }
    }

    /** Waits for a way and goes it; false when there is none, or it does not lead anywhere. */
    private boolean handOn(Socket user, long endNanos) throws IOException {
        Way to;
        InetSocketAddress here;
        synchronized (this) {
            while (way == null
                    && own == null
                    && !closed
                    && !removed
                    && endNanos - ports.time().nanos() > 0) {
                await(endNanos - ports.time().nanos());
            }
            to = way;
            here = own;
        }
        if (here != null) {
            return handOnHere(user, here);
        }
        if (to == null) {
            return false;
        }
        Connection connection;
        try {
            connection = Connection.open(
                    contexts.get(), Joining.address(to.door), Connection.Purpose.EDGE, ClusterLimits.SEARCH);
        } catch (IOException e) {
            LOG.debug("whoever decides does not take a user's connection", e);
            synchronized (this) {
                await(ClusterLimits.RECONNECT.toNanos());
            }
            return false;
        }
        connection.patience(Duration.ZERO);
        handedOn.add(user);
        synchronized (this) {
            if (way != to) {
                connection.close();
                handedOn.remove(user);
                return false;
            }
        }
        Splice.run(user, connection, splices);
        return true;
    }

    /** This host decides since the user came. */
    private boolean handOnHere(Socket user, InetSocketAddress here) {
        try (Socket local = new Socket()) {
            local.connect(here, (int) ClusterLimits.SEARCH.toMillis());
            local.setTcpNoDelay(true);
            Splice.run(user, local, splices);
            return true;
        } catch (IOException notYet) {
            synchronized (this) {
                await(ClusterLimits.RENEWAL.toNanos() / 10);
            }
            return false;
        }
    }

    private synchronized void await(long nanos) {
        try {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    void close() {
        hush();
        synchronized (this) {
            closed = true;
            own = null;
            notifyAll();
        }
        cut();
    }
}
