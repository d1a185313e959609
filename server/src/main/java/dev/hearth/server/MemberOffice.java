package dev.hearth.server;

import dev.hearth.cluster.ClusterDoor;
import dev.hearth.cluster.ClusterMember;
import dev.hearth.cluster.Succession;
import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.HostStore;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.worker.Worker;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host does when it comes to decide for its cluster, and when it does not any more. */
final class MemberOffice implements Succession.Office, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemberOffice.class);
    private static final int BIND_TRIES = 50;
    private static final long BIND_MILLIS = 100;

    private final Ground ground;
    private final Machine machine;
    private final ClusterMember member;
    private final ClusterParts cluster;
    private final String store;
    private final CountDownLatch begun = new CountDownLatch(1);
    private @Nullable Undo reign;
    private @Nullable Database given;
    private @Nullable Undo following;
    private @Nullable Succession succession;
    private volatile String failure = "";
    private volatile boolean closed;

    MemberOffice(Ground ground, Machine machine, ClusterMember member, ClusterParts cluster, String store) {
        this.ground = ground;
        this.machine = machine;
        this.member = member;
        this.cluster = cluster;
        this.store = store;
    }

    void in(Succession of) {
        succession = of;
    }

    boolean decides() {
        Succession now = succession;
        return now != null && now.decides();
    }

    @Override
    public void begin(Lease lease, BooleanSupplier holds) throws Exception {
        Undo undo = new Undo();
        try {
            Database database = undo.add(
                    "database", Database.postgres(store, lease, ground.ports().time(), new PlatformThreadTasks()));
            Logs logs = undo.add(
                    "logs",
                    Logs.create(
                            Stores.logs(database),
                            ground.ports(),
                            ground.options().scope()));
            SpreadCode code = new SpreadCode(ground.code(), this::spread, this::fetch);
            undo.add("followers", cluster::stepBack);
            Worker worker = undo.add("own worker", member.borrow(logs, new Elsewhere()));
            HostStore hosts = Stores.hosts(database);
            requireStanding(hosts);
            Reign next = new Reign(
                    database,
                    logs,
                    code,
                    this::object,
                    worker,
                    names(others(hosts)),
                    names(others(hosts).filter(each -> !member.predecessor(lease.token(), each.door()))),
                    LentFrontend.create(member.lent(), ground.ports().time()),
                    holds,
                    this::unfollow);
            Workforce workforce = ComposedServer.begin(ground, machine, next, undo);
            cluster.decide(new ClusterParts.Rooms(
                    lease.token(), logs, code, workforce, hosts, Stores.objectReferrals(database)));
            reign = undo;
            given = database;
            begun.countDown();
        } catch (Exception e) {
            failure = String.valueOf(e.getMessage());
            undo.all();
            if (!closed) {
                follow();
            }
            throw e;
        }
    }

    private void requireStanding(HostStore hosts) throws StartException {
        boolean listed = ClusterMember.wasListed(ground.folder().cluster());
        String wrong = Standing.wrong(hosts.all(), member.hostId(), listed);
        if (!wrong.isEmpty()) {
            throw new StartException(wrong);
        }
    }

    /** Hosts that may still run something for whoever decided before. */
    private Stream<ClusterHost> others(HostStore hosts) {
        return hosts.all().stream()
                .filter(each -> each.state() != ClusterHost.State.REMOVED
                        && each.roles().contains(ClusterHost.Role.WORKER)
                        && !each.hostId().equals(member.hostId()));
    }

    private static Set<String> names(Stream<ClusterHost> hosts) {
        return hosts.map(ClusterHost::hostId).collect(Collectors.toSet());
    }

    @Override
    public void end(boolean willing) {
        Undo undo = reign;
        reign = null;
        if (undo != null) {
            Database database = given;
            if (!willing && database != null) {
                // First, so that another may follow at once; and whatever ends below must not wait for a store that
                // may be out of reach.
                cluster.stepBack();
                database.abandon();
            }
            undo.all();
            if (!closed) {
                follow();
            }
        }
    }

    /** Serves users by way of whoever decides. */
    private void follow() {
        for (int i = 1; !closed; i++) {
            try {
                followNow();
                return;
            } catch (StartException taken) {
                if (i == BIND_TRIES) {
                    LOG.error("users cannot reach this host: {}", taken.getMessage());
                }
                pause();
            }
        }
    }

    /** As it begins: a port that is taken is its user's mistake. */
    void followNow() throws StartException {
        unfollow();
        try {
            member.listen(new InetSocketAddress(Ground.HOST, ground.port()));
        } catch (IOException e) {
            throw new StartException(
                    "port " + ground.port() + " is taken (" + e.getMessage()
                            + "): stop what listens there, or choose another with --port.",
                    e);
        }
        Undo undo = new Undo();
        undo.add("edge", member::hush);
        ComposedServer.serveStatus(ground.folder(), undo, MemberServer.statusOf(ground, machine));
        following = undo;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BIND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void unfollow() {
        Undo undo = following;
        following = null;
        if (undo != null) {
            undo.all();
        }
    }

    private boolean spread(String digest) {
        return cluster.door().map(door -> door.spread(digest)).orElse(true);
    }

    private byte[] fetch(String digest) throws IOException {
        ClusterDoor door = cluster.door().orElseThrow(() -> new IOException("the package " + digest + " is not here"));
        return door.fetch(digest);
    }

    private void object(String id, Path file) throws IOException {
        cluster.fetch(LentFiles.OBJECT + id, file, LentFiles.MOST_OBJECT_BYTES);
    }

    /** What this host's own worker needs and does not have. */
    private final class Elsewhere implements ClusterMember.Packages {

        @Override
        public byte[] fetch(String digest) throws IOException {
            return MemberOffice.this.fetch(digest);
        }

        @Override
        public void file(String name, Path target, long mostBytes) throws IOException {
            cluster.fetch(name, target, mostBytes);
        }
    }

    @Override
    public boolean promised() {
        return cluster.door().map(ClusterDoor::promised).orElse(true);
    }

    @Override
    public boolean othersReachedStore(long sinceNanos) {
        return cluster.door().map(door -> door.othersReachedStore(sinceNanos)).orElse(false);
    }

    String token() {
        String token = cluster.token();
        member.door(cluster.address());
        return token;
    }

    /** Lets another host decide; false when none is there that could. */
    boolean stepDown() {
        Succession now = succession;
        boolean another = cluster.door().map(ClusterDoor::members).orElse(List.of()).stream()
                .anyMatch(
                        each -> each.roles().contains("control") && !each.door().isEmpty());
        if (now == null || !another) {
            return false;
        }
        ground.ports().tasks().start("cluster-step-down", now::stepDown);
        return true;
    }

    /** Does what somebody at this host wants, here or where it is decided. */
    String order(String order) {
        String whole =
                order.endsWith(" " + ClusterOrders.SELF) ? order.replace(ClusterOrders.SELF, member.hostId()) : order;
        try {
            String wrong = decides() ? cluster.order(whole) : member.ask(whole);
            if (wrong.isEmpty() && whole.equals(ClusterOrders.REMOVE + " " + member.hostId())) {
                member.leave();
            }
            return wrong;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    String clusterStatus() {
        return decides() ? cluster.status() : ClusterStatus.of(ground.endpoint().toString(), member, !store.isEmpty());
    }

    boolean awaitBegin(long seconds) {
        try {
            return begun.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String whyNot() {
        return failure.isEmpty()
                ? "another Hearth uses this store; stop it first, or join its cluster with --join and --token"
                : failure;
    }

    @Override
    public void close() {
        closed = true;
        unfollow();
    }
}
