package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.frontend.MemberDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
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
    private final Set<Begun> handedOn = ConcurrentHashMap.newKeySet();
    private final Ways onward = new Ways();
    private @Nullable ServerSocket server;
    private @Nullable Way way;
    private @Nullable InetSocketAddress here;
    private volatile MemberDoor own = MemberDoor.NOTHING;
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

    /** What this host serves itself from now on. */
    void serves(MemberDoor door) {
        own = door;
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
        for (Begun each : handedOn) {
            if (which.test(each.to)) {
                each.close();
            }
        }
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
            here = null;
        }
        ports.tasks().start("cluster-edge", () -> accept(socket));
    }

    /** From now on somebody else listens at that address, in this process. */
    void hush() {
        ServerSocket socket;
        synchronized (this) {
            socket = server;
            server = null;
            here = socket == null ? null : (InetSocketAddress) socket.getLocalSocketAddress();
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
                    splices.start("cluster-user", () -> serve(user));
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

    /** Nobody decided for too long. */
    private static final class Nobody extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private void serve(Socket user) {
        try (user) {
            user.setTcpNoDelay(true);
            user.setSoTimeout((int) ClusterLimits.IDLE.toMillis());
            try {
                MemberDoor.Rest rest = own.serve(user.getInputStream(), user.getOutputStream(), onward);
                if (rest != null) {
                    user.setSoTimeout(0);
                    handOn(user, rest);
                }
            } catch (Nobody nobody) {
                user.getOutputStream().write(removed ? LEFT : AWAY);
            }
        } catch (IOException e) {
            LOG.debug("a user's connection ended", e);
        } finally {
            connections.release();
        }
    }

    private void handOn(Socket user, MemberDoor.Rest rest) throws IOException {
        MemberDoor.Way to = rest.way() == null ? onward.way() : rest.way();
        try {
            to.out().write(rest.read());
            to.out().flush();
            Splice.run(user, to.in(), to.out(), to::close, splices);
        } finally {
            to.close();
        }
    }

    /** Ways for users of this host. */
    private final class Ways implements MemberDoor.Onward {

        @Override
        public boolean leads() {
            synchronized (MemberEdge.this) {
                return way != null || here != null;
            }
        }

        @Override
        public MemberDoor.Way way() throws IOException {
            long end = ports.time().nanos() + ClusterLimits.INTERREGNUM.toNanos();
            MemberDoor.Way found = tryWay(end);
            while (found == null) {
                if (removed || ports.time().nanos() - end >= 0) {
                    throw new Nobody();
                }
                found = tryWay(end);
            }
            return found;
        }
    }

    /** Waits for a way and begins it; null when there is none, or it does not lead anywhere. */
    private MemberDoor.@Nullable Way tryWay(long endNanos) {
        Way to;
        InetSocketAddress self;
        synchronized (this) {
            while (way == null
                    && here == null
                    && !closed
                    && !removed
                    && endNanos - ports.time().nanos() > 0) {
                await(endNanos - ports.time().nanos());
            }
            to = way;
            self = here;
        }
        if (self != null) {
            return wayHere(self);
        }
        if (to == null) {
            return null;
        }
        Connection connection;
        try {
            connection = to.purpose == Connection.Purpose.VIA
                    ? Connection.openAnswered(contexts.get(), Joining.address(to.door), to.purpose)
                    : Connection.open(contexts.get(), Joining.address(to.door), to.purpose, ClusterLimits.SEARCH);
            connection.patience(Duration.ZERO);
        } catch (IOException e) {
            LOG.debug("whoever decides does not take a user's connection", e);
            if (to.hosted == null) {
                lose(to);
            }
            synchronized (this) {
                await(ClusterLimits.RECONNECT.toNanos());
            }
            return null;
        }
        Begun begun = new Begun(to, connection);
        handedOn.add(begun);
        if (!begun.leads()) {
            begun.close();
            return null;
        }
        return begun;
    }

    /** To whoever decides elsewhere. */
    private final class Begun implements MemberDoor.Way {
        private final Way to;
        private final Connection connection;

        Begun(Way to, Connection connection) {
            this.to = to;
            this.connection = connection;
        }

        @Override
        public InputStream in() throws IOException {
            return connection.in();
        }

        @Override
        public OutputStream out() throws IOException {
            return connection.out();
        }

        @Override
        public boolean leads() {
            synchronized (MemberEdge.this) {
                return way == to;
            }
        }

        @Override
        public void close() {
            handedOn.remove(this);
            connection.close();
        }
    }

    /** This host decides since the user came. */
    private MemberDoor.@Nullable Way wayHere(InetSocketAddress self) {
        Socket local = new Socket();
        try {
            local.connect(self, (int) ClusterLimits.SEARCH.toMillis());
            local.setTcpNoDelay(true);
            return new Inside(self, local);
        } catch (IOException notYet) {
            shut(local);
            synchronized (this) {
                await(ClusterLimits.RENEWAL.toNanos() / 10);
            }
            return null;
        }
    }

    /** To this host's own edge. */
    private final class Inside implements MemberDoor.Way {
        private final InetSocketAddress self;
        private final Socket local;

        Inside(InetSocketAddress self, Socket local) {
            this.self = self;
            this.local = local;
        }

        @Override
        public InputStream in() throws IOException {
            return local.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            return local.getOutputStream();
        }

        @Override
        public boolean leads() {
            synchronized (MemberEdge.this) {
                return self.equals(here);
            }
        }

        @Override
        public void close() {
            shut(local);
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
            here = null;
            notifyAll();
        }
        cut(_ -> true);
    }
}
