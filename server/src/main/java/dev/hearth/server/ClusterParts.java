package dev.hearth.server;

import dev.hearth.cluster.ClusterDoor;
import dev.hearth.cluster.ClusterMember;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.HostStore;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.worker.Worker;
import dev.hearth.storage.CodeFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host's door for the others of its cluster. It opens with the first token that somebody asks for; from then on at
 * every start, on the same port.
 */
final class ClusterParts implements AutoCloseable, ClusterDoor.Workers {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterParts.class);

    /**
     * What the other hosts' workers work for.
     *
     * @param token of the lease under which this host decides
     * @param objects knows whose bytes something refers to
     */
    record Rooms(
            long token,
            Logs logs,
            CodeFolder code,
            Workforce workforce,
            HostStore hosts,
            ObjectBytes.Referrals objects) {}

    private final Ground ground;
    private final String store;
    private final UnaryOperator<String> orders;
    private final Predicate<String> follows;
    private @Nullable ClusterDoor door;
    private @Nullable Rooms rooms;

    /**
     * @param store the address of the store, empty when it is this host's own
     * @param stepDown lets another host decide; false when none could
     * @param follows whether users of a host of that name may go by way of this one, which follows another
     */
    ClusterParts(Ground ground, String store, BooleanSupplier stepDown, Predicate<String> follows) {
        this.follows = follows;
        this.ground = ground;
        this.store = store;
        UnaryOperator<String> people = new ClusterOrders(this::door, stepDown);
        this.orders = order -> {
            String groups = ground.groups().answer(order);
            if (groups != null) {
                return groups;
            }
            Rooms now = current();
            String unreferenced = ObjectSweep.answer(order, now == null ? null : now.objects());
            if (unreferenced != null) {
                return unreferenced;
            }
            return order.equals(ClusterDoctor.ORDER) ? doctor() : people.apply(order);
        };
    }

    /** The cluster of a host whose store is its own: it always decides. */
    static void begin(Ground ground, Rooms rooms, Undo undo) {
        ClusterParts parts = undo.add("cluster", new ClusterParts(ground, "", () -> false, _ -> false));
        DataFolder folder = ground.folder();
        try {
            ground.images().containers().elsewhere(parts::fetch);
            parts.decide(rooms);
            parts.openIfKnown();
            undo.add("tokens", StatusSocket.open(folder.tokenSocket(), parts::token));
            undo.add("hosts", StatusSocket.open(folder.clusterSocket(), parts::status));
            undo.add("orders", StatusSocket.open(folder.orderSocket(), parts.orders));
        } catch (IOException e) {
            LOG.warn("other hosts cannot join: {}", e.getMessage());
        }
    }

    /** The other hosts with workers among {@code hosts}. */
    static Set<String> others(Ground ground, List<ClusterHost> hosts) throws IOException {
        Set<String> names = hosts.stream()
                .filter(each -> each.state() != ClusterHost.State.REMOVED
                        && each.roles().contains(ClusterHost.Role.WORKER))
                .map(ClusterHost::hostId)
                .collect(Collectors.toCollection(HashSet::new));
        if (!names.isEmpty()) {
            names.remove(ClusterMember.hostId(ground.folder().cluster(), ClusterOptions.hostName(), ground.ports()));
        }
        return names;
    }

    private Path portFile() {
        return ground.folder().cluster().resolve("port");
    }

    /** Opens the door if others know it. */
    void openIfKnown() throws IOException {
        if (Files.exists(portFile())) {
            open();
        }
    }

    String token() {
        try {
            return open().token();
        } catch (IOException e) {
            LOG.warn("the cluster's door does not open", e);
            return "";
        }
    }

    synchronized ClusterDoor open() throws IOException {
        ClusterDoor opened = door;
        if (opened == null) {
            Path folder = ground.folder().cluster();
            ClusterDoor.Secrets secrets = new ClusterDoor.Secrets(
                    Files.readString(ground.folder().credentials()),
                    store,
                    ground.options().cluster().certificateLife());
            opened = ClusterDoor.open(folder, hostId(), wanted(), secrets, new SpliceTasks(), ground.ports());
            opened.follows(follows, ground.port());
            Files.writeString(portFile(), Integer.toString(opened.address().getPort()));
            ClusterOptions.rememberStore(ground.folder(), store);
            door = opened;
            Rooms now = rooms;
            if (now != null) {
                decide(opened, now);
            }
        }
        return opened;
    }

    /** A file that is not here, as {@link ClusterDoor#fetch(String, Path, long)}; without a door nobody has it. */
    void fetch(String name, Path target, long mostBytes) throws IOException {
        door().orElseThrow(() -> new NoSuchFileException(name)).fetch(name, target, mostBytes);
    }

    private String hostId() {
        try {
            return ClusterMember.hostId(ground.folder().cluster(), ClusterOptions.hostName(), ground.ports());
        } catch (IOException e) {
            LOG.warn("this host has no name", e);
            return "";
        }
    }

    /** The door, if it is open. */
    synchronized Optional<ClusterDoor> door() {
        return Optional.ofNullable(door);
    }

    /** Where others reach this host; empty while its door is shut. */
    String address() {
        return door().map(ClusterDoor::address)
                .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
                .orElse("");
    }

    /** This host decides from now on. */
    synchronized void decide(Rooms next) {
        rooms = next;
        ClusterDoor opened = door;
        if (opened != null) {
            decide(opened, next);
        }
        next.workforce().open();
    }

    private void decide(ClusterDoor opened, Rooms next) {
        opened.decide(new ClusterDoor.Parts(
                next.token(),
                ground.port(),
                next.logs(),
                next.code(),
                new LentFiles(ground.folder(), ground.images().containers(), ground.facts(), true),
                next.hosts(),
                this,
                this::status,
                orders));
    }

    /** It does not any more. */
    void stepBack() {
        ClusterDoor opened;
        synchronized (this) {
            rooms = null;
            opened = door;
        }
        if (opened != null) {
            opened.stepBack();
        }
    }

    /** How all hosts are; empty where there is no cluster. */
    private String doctor() {
        return door().map(open -> new ClusterDoctor(open, hostId(), ground.facts()).json())
                .orElse("");
    }

    /** The address of the options, else that of before, host and port: the others know it. */
    private InetSocketAddress wanted() throws IOException {
        InetSocketAddress typed =
                ClusterOptions.address(ground.options().cluster().door());
        String host = typed.getHostString();
        Path reached = ground.folder().cluster().resolve(ClusterOptions.ADDRESS);
        if (!host.equals(ClusterOptions.LOOPBACK)) {
            ClusterOptions.rememberAddress(ground.folder(), host);
        } else if (Files.exists(reached)) {
            host = Files.readString(reached).strip();
        }
        int port = typed.getPort() != 0 || !Files.exists(portFile())
                ? typed.getPort()
                : Integer.parseInt(Files.readString(portFile()).strip());
        return new InetSocketAddress(host, port);
    }

    @Override
    public void joined(Worker worker) {
        Rooms now = current();
        if (now != null) {
            now.workforce().join(worker);
        }
    }

    @Override
    public void left(String hostId) {
        Rooms now = current();
        if (now != null) {
            now.workforce().leave(hostId);
        }
    }

    private synchronized @Nullable Rooms current() {
        return rooms;
    }

    String order(String order) {
        return orders.apply(order);
    }

    String status() {
        return ClusterStatus.of(ground.endpoint().toString(), hostId(), !store.isEmpty(), door());
    }

    @Override
    public void close() {
        door().ifPresent(ClusterDoor::close);
    }
}
