package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.leasing.ClusterHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ClusterDoor} on a socket: a task for each connection. Who is inside while it decides is {@link Rule}'s. */
final class ListeningDoor implements ClusterDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningDoor.class);
    private static final int BACKLOG = 256;
    private static final int JOIN_BYTES = 16 << 10;

    private final Path folder;
    private final ServerSocket server;
    private final HostContext context;
    private final Authority authority;
    private final String hostId;
    private final Secrets secrets;
    private final Tasks splices;
    private final Ports ports;
    private final Renewal renewal;
    private final Semaphore connections = new Semaphore(ClusterLimits.CONNECTIONS);
    private volatile @Nullable Rule rule;
    private volatile Predicate<String> follows = _ -> false;
    private volatile int endpointPort;

    private ListeningDoor(
            Path folder,
            ServerSocket server,
            HostContext context,
            Authority authority,
            String hostId,
            Secrets secrets,
            Tasks splices,
            Ports ports) {
        this.splices = splices;
        this.folder = folder;
        this.server = server;
        this.context = context;
        this.authority = authority;
        this.hostId = hostId;
        this.secrets = secrets;
        this.ports = ports;
        this.renewal = new Renewal(folder, secrets.certificateLife(), ports);
    }

    static ListeningDoor open(
            Path folder, String hostId, InetSocketAddress address, Secrets secrets, Tasks splices, Ports ports)
            throws IOException {
        makeFolder(folder);
        Authority authority = Authority.open(folder, ports);
        if (!Identity.exists(folder)) {
            KeyPair keys = Pem.newKeys();
            X509Certificate certificate = authority.certify(keys.getPublic(), hostId, secrets.certificateLife());
            new Identity(hostId, keys.getPrivate(), certificate, authority.certificate()).write(folder);
        }
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, BACKLOG);
        ListeningDoor door =
                new ListeningDoor(folder, server, new HostContext(folder), authority, hostId, secrets, splices, ports);
        ports.tasks().start("cluster-door", door::accept);
        door.renewOwn();
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
            Connection connection = Connection.accept(context.get(), plain);
            switch (connection.purpose()) {
                case JOIN -> join(connection);
                case WORKER -> {
                    String peer = peer(connection);
                    Rule now = rule;
                    if (now != null) {
                        now.worker(connection, peer);
                    }
                }
                case EDGE -> {
                    String peer = peer(connection);
                    edge(connection, peer);
                }
                case VIA -> via(connection, peer(connection));
                case LEADS -> {
                    if (serves(peer(connection))) {
                        connection.served();
                    }
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

    /** A token and a public key for a certificate and what is secret; one word of refusal otherwise. */
    private void join(Connection connection) throws IOException {
        Words.In in = new Words.In(new DataInputStream(new ByteArrayInputStream(frame(connection.data()))));
        JoinToken token = JoinToken.parse(in.text()).orElse(null);
        byte[] publicKey = in.bytes().array();
        String name = in.text();
        List<String> roles = in.more() ? in.texts() : List.of();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Words.Out out = new Words.Out(new DataOutputStream(bytes));
        if (token == null || !token.holds(ports.time().instant(), authority::seal)) {
            out.flag(false).text("the token is wrong or over: get a new one with 'hearth cluster token'");
        } else {
            boolean mayDecide = roles.contains(ClusterHost.Role.CONTROL.name());
            String joining = Joining.unique(name, ports);
            X509Certificate certificate = certify(publicKey, joining);
            out.flag(true)
                    .bytes(ByteBuffer.wrap(Pem.encoded(certificate)))
                    .bytes(ByteBuffer.wrap(Pem.encoded(authority.certificate())))
                    .text(secrets.credentials())
                    .text(mayDecide ? secrets.store() : "");
            if (mayDecide && !secrets.store().isEmpty()) {
                out.bytes(ByteBuffer.wrap(authority.encodedKey()));
            }
            LOG.info("the host {} joins", joining);
        }
        DataOutputStream answer = connection.dataOut();
        answer.writeInt(bytes.size());
        answer.write(bytes.toByteArray());
        answer.flush();
    }

    private X509Certificate certify(byte[] publicKey, String name) throws IOException {
        return authority.certify(Pem.publicKey(publicKey), name, secrets.certificateLife());
    }

    /** This host is its own authority: its certificate needs nobody else. */
    private void renewOwn() {
        if (!server.isClosed()) {
            try {
                renewal.renewIfDue(this::certify, hostId);
            } catch (IOException e) {
                LOG.warn("this host's certificate cannot be renewed: {}", e.toString());
            }
            ports.timers().after(ClusterLimits.RENEWAL, () -> ports.tasks().start("cluster-renewal", this::renewOwn));
        }
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

    private void edge(Connection connection, String peer) throws IOException {
        Rule now = rule;
        if (now != null && !now.isRemoved(peer)) {
            connection.patience(Duration.ZERO);
            Socket local = new Socket(InetAddress.getLoopbackAddress(), now.edgePort());
            local.setTcpNoDelay(true);
            Splice.run(local, connection, splices);
        }
    }

    /**
     * Users of a host that does not reach whoever decides. Where this host follows, it hands them on as it does its
     * own; if it is alone as well it does not, so that no way leads round in a circle.
     */
    private void via(Connection connection, String peer) throws IOException {
        Rule now = rule;
        if (!serves(peer)) {
            return;
        }
        int port = now == null ? endpointPort : now.edgePort();
        try (Socket local = new Socket(InetAddress.getLoopbackAddress(), port)) {
            local.setTcpNoDelay(true);
            connection.served();
            connection.patience(Duration.ZERO);
            Splice.run(local, connection, splices);
        }
    }

    private boolean serves(String peer) {
        Rule now = rule;
        return now == null ? follows.test(peer) : !now.isRemoved(peer);
    }

    @Override
    public void follows(Predicate<String> whether, int port) {
        endpointPort = port;
        follows = whether;
    }

    @Override
    public Map<String, Facts> facts() {
        Rule now = rule;
        return now == null ? Map.of() : now.facts();
    }

    @Override
    public void decide(Parts parts) {
        Rule next = new Rule(hostId, door(), parts, this::certify, this::remember, ports);
        rule = next;
        next.begin();
    }

    /** This host may come to follow another, also after a restart. */
    private void remember(List<String> doors) {
        try {
            Joining.remember(folder, doors);
        } catch (IOException e) {
            LOG.warn("the other hosts' addresses cannot be kept: {}", e.toString());
        }
    }

    /** Where others reach this one. */
    private String door() {
        InetSocketAddress address = address();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void stepBack() {
        Rule old = rule;
        rule = null;
        if (old != null) {
            old.end();
        }
    }

    @Override
    public boolean promised() {
        Rule now = rule;
        return now != null && now.promised();
    }

    @Override
    public boolean othersReachedStore(long sinceNanos) {
        Rule now = rule;
        return now != null && now.othersReachedStore(sinceNanos);
    }

    @Override
    public boolean spread(String digest) {
        Rule now = rule;
        return now == null || now.spread(digest);
    }

    @Override
    public byte[] fetch(String digest) throws IOException {
        Rule now = rule;
        if (now == null) {
            throw new IOException("the package " + digest + " is not here");
        }
        return now.fetch(digest);
    }

    @Override
    public void fetch(String name, Path target, long mostBytes) throws IOException {
        Rule now = rule;
        if (now == null) {
            throw new NoSuchFileException(name);
        }
        now.fetch(name, target, mostBytes);
    }

    @Override
    public void put(ClusterHost host) {
        Rule now = rule;
        if (now != null) {
            now.put(host);
        }
    }

    @Override
    public boolean isOwn(String name) {
        return hostId.equals(name);
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
        Rule now = rule;
        return now == null ? List.of() : now.members();
    }

    @Override
    public List<ClusterHost> hosts() {
        Rule now = rule;
        return now == null ? List.of() : now.hosts();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("the cluster's door does not close", e);
        }
        stepBack();
    }
}
