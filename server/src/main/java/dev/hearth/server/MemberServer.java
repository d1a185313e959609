package dev.hearth.server;

import dev.hearth.aws.AccessKeys;
import dev.hearth.aws.InvokeDoor;
import dev.hearth.cluster.ClusterMember;
import dev.hearth.cluster.Succession;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Signer;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.registry.Usage;
import dev.hearth.storage.ClusterLeases;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A host whose state is not its own: it is in PostgreSQL, or it is another host's. One such host at a time decides for
 * all; this one does when it can and nobody else does, and follows otherwise. Its worker and its endpoint serve in both
 * cases.
 */
final class MemberServer {

    /** How long a host that is alone tries to become the one that decides, before it says why it is not. */
    private static final long ALONE_SECONDS = 20;

    private MemberServer() {}

    static HearthServer start(ServerOptions options) throws StartException {
        Undo undo = new Undo();
        boolean started = false;
        try {
            HearthServer server = compose(options, undo);
            started = true;
            return server;
        } catch (IOException e) {
            throw new StartException("cannot start on " + options.data() + ": " + e.getMessage(), e);
        } finally {
            if (!started) {
                undo.all();
            }
        }
    }

    private static HearthServer compose(ServerOptions options, Undo undo) throws StartException, IOException {
        Ground ground = Ground.open(options, (folder, ports) -> keys(options, folder, ports), undo);
        Ports ports = ground.ports();
        DataFolder folder = ground.folder();
        String store = ClusterOptions.store(options, folder);
        String hostId = ClusterMember.hostId(folder.cluster(), ClusterOptions.hostName(), ports);
        Set<ClusterHost.Role> roles = ClusterOptions.roles(options, folder);
        boolean typed = !options.cluster().roles().isEmpty();
        Standing.require(roles, ClusterMember.hasJoined(folder.cluster()), typed, store);
        if (store.isEmpty()) {
            roles.remove(ClusterHost.Role.CONTROL);
        }
        boolean mayDecide = roles.contains(ClusterHost.Role.CONTROL);
        Optional<ClusterLeases> leases =
                mayDecide ? Optional.of(undo.add("the cluster's leases", ClusterLeases.open(store))) : Optional.empty();
        Standing.require(folder.cluster(), hostId, leases, ports);
        ClusterMember member = ClusterMember.open(
                folder.cluster(),
                hostId,
                roles,
                ground.code(),
                ground.code()::taskRoot,
                new LentFiles(folder, ground.images().containers(), ground.facts(), false),
                () -> leases.filter(ClusterLeases::answers).isPresent(),
                new SpliceTasks(),
                ports);
        Machine machine = Machine.open(ground, hostId, member.code()::taskRoot, member.logs(), undo);
        ground.groups().elsewhere(member::ask);
        ground.images().containers().elsewhere(member::file);
        undo.add("cluster member", member);
        AtomicReference<BooleanSupplier> later = new AtomicReference<>(() -> false);
        BooleanSupplier stepping = () -> later.get().getAsBoolean();
        ClusterParts cluster = undo.add("cluster door", new ClusterParts(ground, store, stepping, member::handsOn));
        if (mayDecide) {
            if (ClusterMember.hasJoined(folder.cluster())) {
                cluster.open();
            }
            cluster.openIfKnown();
        }
        MemberOffice office = undo.add("office", new MemberOffice(ground, machine, member, cluster, store));
        later.set(office::stepDown);
        undo.add("sweep of objects", ObjectSweep.start(folder.objects(), member, ports));
        member.lend(machine.worker(), machine.sandbox().driver().name(), cluster.address());
        member.serves(InvokeDoor.create(
                knownKeys(ground.credentials(), options),
                DecisionPoint.knownIdentities(),
                LentFrontend.create(member.lent(), ports.time()),
                ports,
                options.scope()));
        office.followNow();
        undo.add("tokens", StatusSocket.open(folder.tokenSocket(), () -> mayDecide ? office.token() : ""));
        undo.add("hosts", StatusSocket.open(folder.clusterSocket(), office::clusterStatus));
        undo.add("orders", StatusSocket.open(folder.orderSocket(), office::order));
        if (leases.isPresent()) {
            stand(hostId, member, office, leases.get(), ports, undo);
        }
        ground.announce();
        return new RunningServer(options, ground.credentials(), ground.endpoint(), machine.sandbox(), undo);
    }

    /** Those that every host of the cluster has, and that never change; of others the one that decides knows. */
    private static AccessKeys knownKeys(Credentials credentials, ServerOptions options) {
        Map<String, Signer> known = new HashMap<>();
        for (KeyPair pair : List.of(credentials.user(), credentials.function())) {
            known.put(
                    pair.accessKeyId(),
                    new Signer(
                            pair.secretAccessKey(), Caller.root(options.scope().account()), Long.MAX_VALUE));
        }
        return (id, token) -> token == null ? known.get(id) : null;
    }

    private static Credentials keys(ServerOptions options, DataFolder folder, Ports ports) throws IOException {
        ServerOptions.Cluster cluster = options.cluster();
        boolean belongs = ClusterMember.belongs(folder.cluster())
                && !ClusterMember.wasRemoved(folder.cluster())
                && ClusterMember.ended(folder.cluster(), ports).isEmpty();
        if (belongs && ClusterMember.isForeign(folder.cluster(), cluster.token())) {
            throw new IOException("it belongs to another cluster than the token: join with an empty folder");
        }
        if (!cluster.join().isEmpty() && Files.exists(folder.database())) {
            throw new IOException("this data folder has functions and queues of its own: join with an empty one");
        }
        if (!cluster.join().isEmpty() && !belongs) {
            ClusterMember.Welcome welcome = ClusterMember.join(
                    folder.cluster(),
                    cluster.join().replaceFirst(":[0-9]+$", ""),
                    cluster.token(),
                    ClusterOptions.hostName(),
                    ClusterOptions.roles(options, folder),
                    ports);
            Credentials.copy(welcome.credentials(), folder.credentials());
            ClusterOptions.remember(folder, welcome);
        }
        return ClusterMember.hasJoined(folder.cluster())
                ? Credentials.read(folder.credentials())
                : Credentials.readOrMake(folder.credentials(), ports.randomness());
    }

    private static void stand(
            String hostId, ClusterMember member, MemberOffice office, ClusterLeases leases, Ports ports, Undo undo)
            throws StartException {
        String holder = hostId + "/" + ports.randomness().uuid();
        boolean alone = !member.knowsOthers();
        if (alone) {
            endOwn(leases, hostId);
        }
        Succession succession =
                undo.add("succession", Succession.start(leases, holder, member::mayDecide, office, ports));
        office.in(succession);
        if (alone && !office.awaitBegin(ALONE_SECONDS)) {
            throw new StartException(office.whyNot());
        }
    }

    /** The data folder has one process at a time: whoever held the lease before in this host's name is dead. */
    private static void endOwn(ClusterLeases leases, String hostId) throws StartException {
        try {
            for (LeaseStore.Granted granted : leases.granted()) {
                if (granted.lease().holder().startsWith(hostId + "/")) {
                    leases.release(granted.lease());
                }
            }
        } catch (RuntimeException e) {
            throw new StartException("cannot open the store: " + StoreParts.trouble(e), e);
        }
    }

    /** What a host that follows says of itself. */
    static StatusSocket.Source statusOf(Ground ground, Machine machine) {
        long ready = ground.ports().time().nanos();
        CountingUsage nothing = new CountingUsage(0, 0, 0, 0, 0, Map.of(), List.of());
        return () -> new StatusText(
                        ground.endpoint().toString(),
                        ground.folder().root().toString(),
                        machine.sandbox().driver().name(),
                        machine.sandbox().verdict().why(),
                        TimeUnit.NANOSECONDS.toSeconds(ground.ports().time().nanos() - ready),
                        new Usage(0, 0),
                        nothing,
                        machine.worker().report(),
                        EventStatus.NOTHING,
                        SpaceParts.of(
                                ground.folder().root(),
                                ground.images().drives(),
                                machine.sandbox().driver()),
                        machine.sandbox().range())
                .json();
    }
}
