package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.frontend.LentEnvironments;
import dev.hearth.services.frontend.MemberDoor;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.logs.LogAppender;
import dev.hearth.services.worker.CodeCache;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ClusterMember} that calls every door it knows until behind one of them is somebody who decides.
 *
 * <pre>
 * alone ------ a host says that it decides, under no older token than the last --> following it
 * following -- the channel breaks -----------------------------------------------> alone
 * following -- another says so under a newer token ------------------------------> following that one
 * either ----- borrow() ---------------------------------------------------------> deciding, until the loan is closed
 * </pre>
 */
final class JoinedMember implements ClusterMember, HostedWorker.Follower {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedMember.class);

    private final Path folder;
    private final String hostId;
    private final Set<ClusterHost.Role> roles;
    private final RemoteParts parts;
    private final StoreProbe store;
    private final Ports ports;
    private final KnownDoors doors;
    private final Map<String, String> shut = new ConcurrentHashMap<>();
    private final HostContext contexts;
    private final MemberEdge edge;
    private final Renewal renewal;
    private volatile @Nullable Lending lending;
    private volatile @Nullable HostedWorker followed;
    private volatile String status = "";
    private volatile String driver = "";
    private volatile String followedAt = "";
    private volatile long heardNanos;
    private volatile boolean removed;
    private volatile boolean draining;
    private volatile boolean closed;
    private long highestToken;
    private boolean deciding;

    private JoinedMember(
            Path folder,
            String hostId,
            Set<ClusterHost.Role> roles,
            RemoteParts parts,
            BooleanSupplier storeAnswers,
            Tasks splices,
            Ports ports)
            throws IOException {
        this.folder = folder;
        this.hostId = hostId;
        this.roles = Set.copyOf(roles);
        this.parts = parts;
        // Who decides asks the store when it renews its right.
        this.store = new StoreProbe(() -> !isDeciding() && storeAnswers.getAsBoolean(), ports);
        this.ports = ports;
        this.doors = new KnownDoors(folder);
        // What was promised before a restart still counts; who never heard of others promised nobody.
        this.heardNanos = ports.time().nanos() - (doors.isEmpty() ? ClusterLimits.PROMISE.toNanos() : 0);
        this.contexts = new HostContext(folder);
        this.renewal = new Renewal(folder, ports);
        this.edge = new MemberEdge(contexts, splices, ports);
    }

    static JoinedMember open(
            Path folder,
            String hostId,
            Set<ClusterHost.Role> roles,
            RemoteParts parts,
            BooleanSupplier storeAnswers,
            Tasks splices,
            Ports ports)
            throws IOException {
        return new JoinedMember(folder, hostId, roles, parts, storeAnswers, splices, ports);
    }

    @Override
    public String hostId() {
        return hostId;
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
    public void lend(Worker worker, String sandbox, String door) {
        driver = sandbox;
        doors.own(door);
        lending = new Lending(worker, roles.contains(ClusterHost.Role.WORKER), ports);
        look();
        if (roles.contains(ClusterHost.Role.CONTROL)) {
            store.look();
        }
    }

    @Override
    public void door(String address) {
        doors.own(address);
    }

    /** Calls whoever is not being called, unless there is no need to. */
    private void look() {
        if (closed || removed) {
            return;
        }
        if (!isDeciding() && followed == null && Identity.exists(folder)) {
            lookOnce();
        }
        ports.timers().after(ClusterLimits.RECONNECT, () -> ports.tasks().start("cluster-look", this::look));
    }

    private void call(String door) {
        Lending mine = lending;
        try {
            if (mine != null) {
                Connection connection = Connection.open(
                        contexts.get(), Joining.address(door), Connection.Purpose.WORKER, ClusterLimits.SEARCH);
                HostedWorker hosted = new HostedWorker(connection, mine, parts, new FollowedAt(this, door), ports);
                hosted.run(new Message.Hello(
                        hostId,
                        driver,
                        doors.own(),
                        roles.stream().map(Enum::name).toList(),
                        Message.PROTOCOL));
                shut.put(door, "it follows nobody either");
                if (!connected() && !isDeciding()) {
                    edge.detour(door);
                }
            }
        } catch (IOException e) {
            LOG.debug("the host at {} does not answer", door, e);
            shut.put(door, String.valueOf(e.getMessage()));
            edge.withoutDetour(door);
        } finally {
            doors.ended(door);
        }
    }

    private synchronized boolean isDeciding() {
        return deciding;
    }

    boolean follows(HostedWorker hosted, Message.Rule rule, String door) {
        boolean follows = follows(hosted, rule);
        if (follows) {
            LOG.info("the host at {} decides, token {}; this one follows it", door, rule.token());
            edge.through(hosted, door, rule.protocol());
            followedAt = door;
            shut.clear();
        }
        return follows;
    }

    @Override
    public boolean follows(HostedWorker hosted, Message.Rule rule) {
        HostedWorker before;
        synchronized (this) {
            before = followed;
            if (deciding || closed || rule.token() < highestToken || (before != null && rule.token() == highestToken)) {
                return false;
            }
            highestToken = rule.token();
            followed = hosted;
        }
        if (before != null) {
            before.close();
        }
        return true;
    }

    @Override
    public Optional<Message.Promise> heard(Message.Rule rule) {
        synchronized (this) {
            if (deciding) {
                return Optional.empty();
            }
            // Before the promise is sent: whoever gets it counts from when it asked.
            heardNanos = ports.time().nanos();
        }
        status = rule.status();
        draining = rule.draining();
        HostedWorker following = followed;
        if (following != null && !Authority.exists(folder)) {
            renewal.renewIfDue(following::certify);
        }
        doors.told(rule.doors());
        return Optional.of(
                new Message.Promise(rule.at(), reachesStore(), ports.time().nanos()));
    }

    @Override
    public void certified(ByteBuffer certificate) {
        renewal.came(certificate);
    }

    @Override
    public void resigned() {
        heardNanos = ports.time().nanos() - ClusterLimits.PROMISE.toNanos();
    }

    @Override
    public void removed() {
        try {
            leave();
        } catch (IOException e) {
            LOG.warn("the folder does not take it: {}", e.toString());
        }
    }

    @Override
    public void leave() throws IOException {
        if (removed) {
            return;
        }
        LOG.warn("this host was removed from its cluster");
        try {
            // First: who sees that this host is removed may end it at once.
            Joining.removed(folder);
        } finally {
            removed = true;
            edge.removed();
            Lending mine = lending;
            if (mine != null) {
                mine.delegations().recall("");
            }
        }
    }

    @Override
    public Map<String, String> shut() {
        return Map.copyOf(shut);
    }

    @Override
    public boolean reachesStore() {
        return store.answered();
    }

    @Override
    public void lost(HostedWorker hosted) {
        boolean was;
        synchronized (this) {
            was = followed == hosted;
            if (was) {
                followed = null;
            }
        }
        edge.without(hosted);
        if (was) {
            status = "";
            LOG.info("whoever decided is out of reach");
            ports.tasks().start("cluster-look", this::lookOnce);
        }
    }

    private void lookOnce() {
        for (String door : doors.others()) {
            if (!closed && doors.begin(door)) {
                ports.tasks().start("cluster-worker", () -> call(door));
            }
        }
    }

    @Override
    public Worker borrow(LogAppender logs, Packages packages) {
        synchronized (this) {
            if (!mayDecide()) {
                throw new IllegalStateException("another host was heard meanwhile, and was promised not to do this");
            }
            deciding = true;
        }
        Lending mine = Optional.ofNullable(lending).orElseThrow(() -> new IllegalStateException("no worker to lend"));
        OwnUpstream own = new OwnUpstream(logs, packages);
        Loan loan = mine.lend();
        mine.delegations().inherit(ports.time().nanos());
        parts.through(own);
        return new Borrowed(loan, () -> {
            parts.without(own);
            mine.delegations().recall("");
            doors.readAgain();
            synchronized (this) {
                deciding = false;
            }
        });
    }

    @Override
    public void file(String name, Path target, long mostBytes) throws IOException {
        parts.file(name, target, mostBytes);
    }

    @Override
    public void listen(InetSocketAddress address) throws IOException {
        edge.listen(address);
    }

    @Override
    public LentEnvironments lent() {
        return Optional.ofNullable(lending).orElseThrow().delegations();
    }

    @Override
    public void serves(MemberDoor door) {
        edge.serves(door);
    }

    @Override
    public void hush() {
        edge.hush();
    }

    @Override
    public boolean mayDecide() {
        return !removed && followed == null && ports.time().nanos() - heardNanos >= ClusterLimits.PROMISE.toNanos();
    }

    @Override
    public synchronized boolean predecessor(long token, String door) {
        return token == highestToken + 1 && !door.isEmpty() && door.equals(followedAt);
    }

    @Override
    public String status() {
        return status;
    }

    @Override
    public String ask(String order) throws IOException {
        HostedWorker hosted = followed;
        if (hosted == null) {
            throw new IOException(NOBODY);
        }
        return hosted.ask(order);
    }

    @Override
    public boolean isRemoved() {
        return removed;
    }

    @Override
    public boolean connected() {
        return followed != null;
    }

    @Override
    public boolean knowsOthers() {
        return !doors.others().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        store.close();
        edge.close();
        HostedWorker hosted = followed;
        if (hosted != null) {
            hosted.close();
        }
    }
}
