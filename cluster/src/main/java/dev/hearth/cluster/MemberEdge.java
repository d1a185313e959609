package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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

    /**
     * Whom users' connections go to.
     *
     * @param hosted the channel to whoever decides; null where a third host stands between
     */
    private record Way(@Nullable Object hosted, String door, Connection.Purpose purpose) {}

    private final HostContext contexts;
    private final Tasks splices;
    private final Ports ports;
    private final Semaphore connections = new Semaphore(ClusterLimits.CONNECTIONS);
    private final Map<Socket, Way> handedOn = new ConcurrentHashMap<>();
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

    /** @param protocol what whoever decides understands */
    synchronized void through(Object hosted, String door, int protocol) {
        way = new Way(hosted, door, protocol < Message.VIA ? Connection.Purpose.EDGE : Connection.Purpose.VIA);
        notifyAll();
    }

    /** From now on this host serves nobody. */
    synchronized void removed() {
        removed = true;
        notifyAll();
    }

    /** Whoever decided is lost: what went to it is cut, because it would wait for ever. */
    void without(Object hosted) {
        synchronized (this) {
            if (way != null && way.hosted == hosted) {
                way = null;
            }
        }
        // Who follows another by now has users on the way to that one, which stay.
        cut(each -> each.hosted == hosted);
    }

    /** While this host does not reach whoever decides: asks the host behind {@code door} for a way. Blocks. */
    void detour(String door) {
        try {
            Connection.openAnswered(contexts.get(), Joining.address(door), Connection.Purpose.LEADS)
                    .close();
        } catch (IOException e) {
            LOG.debug("no way by the host at {}", door, e);
            withoutDetour(door);
            return;
        }
        synchronized (this) {
            if (way == null) {
                LOG.info("users are served by way of the host at {}", door);
                way = new Way(null, door, Connection.Purpose.VIA);
                notifyAll();
            }
        }
    }

    /** The host behind {@code door} cannot help any more. */
    void withoutDetour(String door) {
        lose(new Way(null, door, Connection.Purpose.VIA));
        cut(each -> each.hosted == null && each.door.equals(door));
    }

    private synchronized void lose(Way lost) {
        if (lost.equals(way)) {
            way = null;
        }
    }

    private void cut(Predicate<Way> which) {
        handedOn.forEach((user, to) -> {
            if (which.test(to)) {
                handedOn.remove(user);
                shut(user);
            }
        });
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
            connection = to.purpose == Connection.Purpose.VIA
                    ? Connection.openAnswered(contexts.get(), Joining.address(to.door), to.purpose)
                    : Connection.open(contexts.get(), Joining.address(to.door), to.purpose, ClusterLimits.SEARCH);
        } catch (IOException e) {
            LOG.debug("whoever decides does not take a user's connection", e);
            if (to.hosted == null) {
                lose(to);
            }
            synchronized (this) {
                await(ClusterLimits.RECONNECT.toNanos());
            }
            return false;
        }
        connection.patience(Duration.ZERO);
        handedOn.put(user, to);
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
        cut(_ -> true);
    }
}
