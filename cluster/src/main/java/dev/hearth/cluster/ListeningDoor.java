package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ClusterDoor} on a socket: a task for each connection. */
final class ListeningDoor implements ClusterDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningDoor.class);
    private static final String FIRST = "first";
    private static final int BACKLOG = 256;
    private static final int NAME_CHARS = 40;
    private static final int UNIQUE_DIGITS = 6;
    private static final int JOIN_BYTES = 16 << 10;

    private record Joined(RemoteWorker worker, String address) {}

    private final ServerSocket server;
    private final SSLContext context;
    private final Authority authority;
    private final Parts parts;
    private final Ports ports;
    private final Semaphore connections = new Semaphore(ClusterLimits.CONNECTIONS);
    private final Map<String, Joined> members = new ConcurrentHashMap<>();

    private ListeningDoor(ServerSocket server, SSLContext context, Authority authority, Parts parts, Ports ports) {
        this.server = server;
        this.context = context;
        this.authority = authority;
        this.parts = parts;
        this.ports = ports;
    }

    static ListeningDoor open(Path folder, InetSocketAddress address, Parts parts, Ports ports) throws IOException {
        makeFolder(folder);
        Authority authority = Authority.open(folder, ports);
        KeyPair keys = Pem.newKeys();
        X509Certificate certificate = authority.certify(keys.getPublic(), FIRST);
        SSLContext context = new Identity(FIRST, keys.getPrivate(), certificate, authority.certificate()).context();
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, BACKLOG);
        ListeningDoor door = new ListeningDoor(server, context, authority, parts, ports);
        ports.tasks().start("cluster-door", door::accept);
        return door;
    }

    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket plain = server.accept();
                if (connections.tryAcquire()) {
                    ports.tasks().start("cluster-connection", () -> serve(plain));
                } else {
                    plain.close();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("the cluster's door cannot take a connection", e);
                }
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            Connection connection = Connection.accept(context, plain);
            switch (connection.purpose()) {
                case JOIN -> join(connection);
                case WORKER -> worker(connection, peer(connection));
                case EDGE -> {
                    peer(connection);
                    edge(connection);
                }
            }
        } catch (IOException e) {
            LOG.debug("a connection to the cluster's door failed", e);
        } finally {
            connections.release();
        }
    }

    private static String peer(Connection connection) throws IOException {
        return connection.peer().orElseThrow(() -> new IOException("a host without a certificate of this cluster"));
    }

    /** A token and a public key for a certificate and the welcome; one word of refusal otherwise. */
    private void join(Connection connection) throws IOException {
        Words.In in = new Words.In(new DataInputStream(new java.io.ByteArrayInputStream(frame(connection.data()))));
        JoinToken token = JoinToken.parse(in.text()).orElse(null);
        byte[] publicKey = in.bytes().array();
        String name = in.text();
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        Words.Out out = new Words.Out(new DataOutputStream(bytes));
        if (token == null || !token.holds(ports.time().instant(), authority::seal)) {
            out.flag(false).text("the token is wrong or over: get a new one with 'hearth cluster token'");
        } else {
            String hostId = unique(name);
            X509Certificate certificate = authority.certify(Pem.publicKey(publicKey), hostId);
            out.flag(true)
                    .bytes(ByteBuffer.wrap(Pem.encoded(certificate)))
                    .bytes(ByteBuffer.wrap(Pem.encoded(authority.certificate())))
                    .text(parts.welcome());
            LOG.info("the host {} joins", hostId);
        }
        DataOutputStream answer = connection.dataOut();
        answer.writeInt(bytes.size());
        answer.write(bytes.toByteArray());
        answer.flush();
    }

    static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > JOIN_BYTES) {
            throw new IOException("a request to join of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private String unique(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9.-]", "-");
        return plain.substring(0, Math.min(NAME_CHARS, plain.length())) + "-"
                + ports.randomness().hex(UNIQUE_DIGITS);
    }

    private void worker(Connection connection, String hostId) {
        RemoteWorker worker =
                new RemoteWorker(connection, hostId, parts.logs(), parts.code(), ports, () -> left(hostId));
        worker.joined().thenAccept(joined -> {
            String address =
                    connection.plain().getRemoteSocketAddress().toString().replace("/", "");
            Joined before = members.put(hostId, new Joined(joined, address));
            if (before != null) {
                // Its channel of before is dead, whether that was noticed or not.
                before.worker.close();
            }
            LOG.info("the host {} at {} lends its worker", hostId, address);
            parts.workers().joined(joined);
        });
        worker.run();
    }

    private void left(String hostId) {
        members.remove(hostId);
        LOG.info("the host {} is gone", hostId);
        parts.workers().left(hostId);
    }

    private void edge(Connection connection) throws IOException {
        connection.patience(java.time.Duration.ZERO);
        Socket local = new Socket(InetAddress.getLoopbackAddress(), parts.edgePort());
        local.setTcpNoDelay(true);
        Splice.run(local, connection, ports);
    }

    @Override
    public String token() {
        return JoinToken.make(
                        Pem.fingerprint(authority.certificate()),
                        server.getLocalPort(),
                        ports.time().instant().plus(ClusterLimits.TOKEN_LIFE),
                        authority::seal)
                .text();
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public List<Member> members() {
        return members.entrySet().stream()
                .map(each -> new Member(
                        each.getKey(),
                        each.getValue().address,
                        each.getValue().worker.driver(),
                        each.getValue().worker.report().size()))
                .sorted(java.util.Comparator.comparing(Member::hostId))
                .toList();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("the cluster's door does not close", e);
        }
        members.values().forEach(member -> member.worker.close());
    }
}
