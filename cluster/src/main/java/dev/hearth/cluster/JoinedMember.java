package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.worker.CodeCache;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ClusterMember} that calls the first host again and again. */
final class JoinedMember implements ClusterMember {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedMember.class);
    private static final int BACKLOG = 256;

    private static final byte[] AWAY = answer("{\"Type\":\"Service\",\"message\":"
            + "\"The first host of this cluster is away; this one is calling it again.\"}");

    private final Identity identity;
    private final SSLContext context;
    private final InetSocketAddress door;
    private final RemoteParts parts;
    private final Ports ports;
    private final Semaphore connections = new Semaphore(ClusterLimits.CONNECTIONS);
    private volatile @Nullable HostedWorker lent;
    private volatile @Nullable ServerSocket server;
    private volatile boolean connected;
    private volatile boolean closed;

    private JoinedMember(Identity identity, InetSocketAddress door, RemoteParts parts, Ports ports) throws IOException {
        this.identity = identity;
        this.context = identity.context();
        this.door = door;
        this.parts = parts;
        this.ports = ports;
    }

    static JoinedMember open(Path folder, CodeStore store, CodeCache files, Ports ports) throws IOException {
        String text = Files.readString(folder.resolve(Joining.DOOR)).strip();
        int colon = text.lastIndexOf(':');
        InetSocketAddress door =
                new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        return new JoinedMember(Identity.read(folder), door, new RemoteParts(store, files), ports);
    }

    private static byte[] answer(String body) {
        return ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
                        + "x-amzn-ErrorType: ServiceUnavailableException\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String hostId() {
        return identity.hostId();
    }

    @Override
    public InetSocketAddress door() {
        return door;
    }

    @Override
    public LogAppender logs() {
        return parts;
    }

    @Override
    public CodeCache code() {
        return parts;
    }

    @Override
    public void lend(Worker worker, String driver) {
        worker.listener(environmentId -> parts.gone(environmentId));
        call(worker, driver);
    }

    private void call(Worker worker, String driver) {
        if (!closed) {
            ports.tasks().start("cluster-worker", () -> lendOnce(worker, driver));
        }
    }

    private void lendOnce(Worker worker, String driver) {
        try {
            Connection connection = Connection.open(context, door, Connection.Purpose.WORKER);
            HostedWorker hosted = new HostedWorker(connection, worker, parts, ports);
            lent = hosted;
            connected = true;
            LOG.info("the worker of this host is lent to the cluster at {}", door);
            hosted.run(identity.hostId(), driver);
        } catch (IOException e) {
            LOG.debug("the first host does not answer", e);
        } finally {
            connected = false;
            lent = null;
            ports.timers().after(ClusterLimits.RECONNECT, () -> call(worker, driver));
        }
    }

    @Override
    public void listen(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address, BACKLOG);
        server = socket;
        ports.tasks().start("cluster-edge", () -> accept(socket));
    }

    private void accept(ServerSocket socket) {
        while (!closed) {
            try {
                Socket user = socket.accept();
                if (connections.tryAcquire()) {
                    ports.tasks().start("cluster-user", () -> handOn(user));
                } else {
                    user.close();
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("the edge cannot take a connection", e);
                }
            }
        }
    }

    private void handOn(Socket user) {
        try (user) {
            user.setTcpNoDelay(true);
            Connection connection;
            try {
                connection = Connection.open(context, door, Connection.Purpose.EDGE);
            } catch (IOException e) {
                user.getOutputStream().write(AWAY);
                return;
            }
            connection.patience(Duration.ZERO);
            Splice.run(user, connection, ports);
        } catch (IOException e) {
            LOG.debug("a user's connection ended", e);
        } finally {
            connections.release();
        }
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void close() {
        closed = true;
        ServerSocket socket = server;
        HostedWorker hosted = lent;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("the edge does not close", e);
        }
        if (hosted != null) {
            hosted.close();
        }
    }
}
