package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.ClusterHost;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time in which this host decides: who follows it, who else could decide, and what each of them promised. */
final class Rule {

    private static final Logger LOG = LoggerFactory.getLogger(Rule.class);

    private record Joined(RemoteWorker worker, String address) {}

    private final String hostId;
    private final String door;
    private final ClusterDoor.Parts parts;
    private final Certifier certifier;
    private final Consumer<List<String>> remember;
    private final Ports ports;
    private final Map<String, Joined> members = new ConcurrentHashMap<>();
    private final Set<RemoteWorker> calls = ConcurrentHashMap.newKeySet();
    private volatile List<ClusterHost> hosts = List.of();
    private volatile boolean over;

    /** Makes a certificate for a public key. */
    @FunctionalInterface
    interface Certifier {
        X509Certificate certify(byte[] publicKey, String hostId) throws IOException;
    }

    /** @param remember told where hosts that may decide are reached */
    Rule(
            String hostId,
            String door,
            ClusterDoor.Parts parts,
            Certifier certifier,
            Consumer<List<String>> remember,
            Ports ports) {
        this.hostId = hostId;
        this.door = door;
        this.parts = parts;
        this.certifier = certifier;
        this.remember = remember;
        this.ports = ports;
    }

    int edgePort() {
        return parts.edgePort();
    }

    /** Reads who belongs to the cluster, and says who decides from now on. Blocks. */
    void begin() {
        hosts = parts.hosts().all();
        ClusterHost known = host(hostId).orElse(null);
        ClusterHost self =
                new ClusterHost(hostId, door, EnumSet.allOf(ClusterHost.Role.class), ClusterHost.State.MEMBER);
        if (known == null || !known.door().equals(door)) {
            put(known == null ? self : new ClusterHost(hostId, door, known.roles(), known.state()));
        }
        remember.accept(doors());
        tell();
    }

    private Optional<ClusterHost> host(String id) {
        return hosts.stream().filter(each -> each.hostId().equals(id)).findFirst();
    }

    boolean isRemoved(String id) {
        return host(id).filter(each -> each.state() == ClusterHost.State.REMOVED)
                .isPresent();
    }

    void put(ClusterHost host) {
        parts.hosts().put(host);
        hosts = parts.hosts().all();
        remember.accept(doors());
        Joined joined = members.get(host.hostId());
        if (joined != null) {
            joined.worker.state(host.state());
        }
    }

    List<ClusterHost> hosts() {
        return hosts;
    }

    private void tell() {
        if (!over) {
            members.values().forEach(each -> each.worker.tell(word(each.worker)));
            ports.timers().after(ClusterLimits.BEAT, () -> ports.tasks().start("cluster-rule", this::tell));
        }
    }

    private List<String> doors() {
        return hosts.stream()
                .filter(ClusterHost::mayDecide)
                .map(ClusterHost::door)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private Message.Rule word(RemoteWorker worker) {
        return new Message.Rule(
                parts.token(),
                ports.time().nanos(),
                doors(),
                parts.status().get(),
                worker.isDraining(),
                Message.PROTOCOL,
                worker.said());
    }

    /** Serves a host's channel until it breaks. */
    void worker(Connection connection, String peer) {
        String address = connection.plain().getRemoteSocketAddress().toString().replace("/", "");
        RemoteWorker worker = new RemoteWorker(
                connection,
                peer,
                new RemoteWorkerParts(
                        parts.logs(),
                        parts.code(),
                        parts.files(),
                        this::greeted,
                        parts.orders(),
                        certifier,
                        this::lost),
                ports);
        worker.joined().thenAccept(joined -> joined(joined, peer, address));
        calls.add(worker);
        try {
            if (!over) {
                worker.run();
            }
        } finally {
            calls.remove(worker);
        }
    }

    /** A host says who it is; whether it may stay. Blocks. */
    private boolean greeted(RemoteWorker worker, Message.Hello hello) {
        ClusterHost known = host(worker.hostId()).orElse(null);
        if (isRemoved(worker.hostId())) {
            return false;
        }
        Set<ClusterHost.Role> roles = EnumSet.noneOf(ClusterHost.Role.class);
        for (ClusterHost.Role role : ClusterHost.Role.values()) {
            if (hello.roles().contains(role.name())) {
                roles.add(role);
            }
        }
        ClusterHost.State state = known == null ? ClusterHost.State.MEMBER : known.state();
        ClusterHost said = new ClusterHost(worker.hostId(), hello.door(), roles, state);
        if (!said.equals(known)) {
            if (hosts.size() >= ClusterLimits.HOSTS) {
                LOG.warn("the host {} stays outside: {} hosts are the most", worker.hostId(), ClusterLimits.HOSTS);
                return false;
            }
            put(said);
        }
        worker.state(state);
        worker.tell(word(worker));
        return true;
    }

    private void joined(RemoteWorker joined, String peer, String address) {
        Joined before = members.put(peer, new Joined(joined, address));
        if (before != null) {
            // Its channel of before is dead, whether that was noticed or not.
            before.worker.close();
        }
        LOG.info("the host {} at {} follows", peer, address);
        parts.workers().joined(joined);
        if (mayDecide(peer)) {
            ports.tasks().start("cluster-spread", () -> spreadAll(joined));
        }
        if (over) {
            joined.close();
        }
    }

    private void lost(RemoteWorker worker) {
        if (members.values().removeIf(each -> each.worker == worker)) {
            LOG.info("the host {} is gone", worker.hostId());
            parts.workers().left(worker.hostId());
        }
    }

    private boolean mayDecide(String id) {
        return host(id).filter(ClusterHost::mayDecide).isPresent();
    }

    boolean promised() {
        long now = ports.time().nanos();
        return hosts.stream()
                .filter(host -> host.mayDecide() && !host.hostId().equals(hostId))
                .allMatch(host -> {
                    Joined joined = members.get(host.hostId());
                    return joined != null && joined.worker.promisedUntilNanos() - now > 0;
                });
    }

    boolean othersReachedStore(long sinceNanos) {
        return members.values().stream().anyMatch(each -> each.worker.reachedStore(sinceNanos));
    }

    /** What another host must have before this one is not needed for it any more. */
    private void spreadAll(RemoteWorker worker) {
        try {
            for (String digest : parts.code().digests()) {
                if (!worker.keep(digest).get(ClusterLimits.KEEPING.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("the host {} does not keep the package {}", worker.hostId(), digest);
                }
            }
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("packages do not get to the host {}: {}", worker.hostId(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean spread(String digest) {
        List<CompletableFuture<Boolean>> asked = new ArrayList<>();
        members.forEach((id, member) -> {
            if (mayDecide(id)) {
                asked.add(member.worker.keep(digest));
            }
        });
        boolean kept = asked.isEmpty();
        long end = ports.time().nanos() + ClusterLimits.KEEPING.toNanos();
        for (CompletableFuture<Boolean> each : asked) {
            try {
                kept |= each.get(Math.max(1, end - ports.time().nanos()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("a host does not keep the package {}: {}", digest, e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return kept;
            }
        }
        return kept;
    }

    byte[] fetch(String digest) throws IOException {
        IOException last = new IOException("no host has the package " + digest);
        for (Joined member : members.values()) {
            try {
                return member.worker.fetch(digest);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    void fetch(String name, Path target, long mostBytes) throws IOException {
        IOException last = new NoSuchFileException(name);
        for (Joined member : members.values()) {
            try {
                member.worker.file(name, target, mostBytes);
                return;
            } catch (IOException e) {
                last = last instanceof NoSuchFileException ? e : last;
            }
        }
        throw last;
    }

    Map<String, ClusterDoor.Facts> facts() {
        Map<String, CompletableFuture<ClusterDoor.Facts>> asked = new TreeMap<>();
        members.forEach((id, member) -> asked.put(id, member.worker.facts()));
        long end = ports.time().nanos() + ClusterLimits.CONNECT.toNanos();
        Map<String, ClusterDoor.Facts> said = new TreeMap<>();
        asked.forEach((id, answer) -> {
            try {
                said.put(id, answer.get(Math.max(1, end - ports.time().nanos()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("the host {} does not say how it is", id, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return said;
    }

    List<ClusterDoor.Member> members() {
        return members.entrySet().stream()
                .map(each -> new ClusterDoor.Member(
                        each.getKey(),
                        each.getValue().address,
                        host(each.getKey()).map(ClusterHost::door).orElse(""),
                        host(each.getKey()).stream()
                                .flatMap(host -> host.roles().stream())
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList(),
                        each.getValue().worker.driver(),
                        each.getValue().worker.report().size()))
                .sorted(Comparator.comparing(ClusterDoor.Member::hostId))
                .toList();
    }

    /** Whoever follows may take this host's place at once. */
    void end() {
        over = true;
        List<RemoteWorker> told = List.copyOf(calls);
        told.forEach(RemoteWorker::resign);
        long end = ports.time().nanos() + ClusterLimits.FAREWELL.toNanos();
        for (RemoteWorker worker : told) {
            worker.drain(Duration.ofNanos(Math.max(0, end - ports.time().nanos())));
            worker.close();
        }
        calls.forEach(RemoteWorker::close);
    }
}
