package dev.hearth.services.placement;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shell of placement: the hosts, in a list whose places stay the same while hosts come and go. */
final class Fleet implements Placement {

    /** How often hosts are asked for their reports. */
    static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    /** A host that says nothing new for so long is lost. */
    static final Duration REPORT_LEASE = Duration.ofSeconds(10);

    /** How often half of a host's trouble is forgotten. */
    static final Duration FORGET_EVERY = Duration.ofSeconds(10);

    /** Most hosts of a fleet. */
    static final int MAX_HOSTS = 100_000;

    private final PlacementPolicy policy;
    private final Ports ports;
    private final Object lock = new Object();
    private final List<HostEntry> hosts = new ArrayList<>();
    private final Map<String, HostEntry> byId = new HashMap<>();
    private final FleetSnapshot view = new View();

    /** Why an environment of so many MiB goes nowhere, as long as no host changed since it was found out. */
    private final Map<Integer, PlacementOutcome.Reason> nowhere = new HashMap<>();

    private boolean pulling;
    private long lives;

    Fleet(PlacementPolicy policy, Ports ports) {
        this.policy = policy;
        this.ports = ports;
    }

    /** The hosts as they are; used under the lock only. */
    private final class View implements FleetSnapshot {

        @Override
        public int size() {
            return hosts.size();
        }

        @Override
        public WorkerHost host(int position) {
            return hosts.get(position).host();
        }
    }

    @Override
    public void join(Worker worker) {
        HostReport first = worker.host();
        synchronized (lock) {
            HostEntry entry = new HostEntry(worker, ++lives, first, ports.time().nanos());
            nowhere.clear();
            HostEntry before = byId.put(entry.hostId(), entry);
            if (before != null) {
                hosts.set(hosts.indexOf(before), entry);
            } else if (hosts.size() < MAX_HOSTS) {
                hosts.add(entry);
            } else {
                byId.remove(entry.hostId());
                throw new Fault(Fault.Kind.LIMIT_EXCEEDED, "Too many worker hosts").asException();
            }
        }
        pullLater();
    }

    @Override
    public void leave(String hostId) {
        synchronized (lock) {
            nowhere.clear();
            HostEntry gone = byId.remove(hostId);
            if (gone != null) {
                HostEntry last = hosts.removeLast();
                if (last != gone) {
                    hosts.set(hosts.indexOf(gone), last);
                }
            }
        }
    }

    @Override
    public Place place(EnvironmentSpec spec, Set<String> excluded) {
        PlacementRequest request =
                PlacementRequest.of(spec, excluded, ports.randomness().nextLong());
        synchronized (lock) {
            PlacementOutcome.Reason known = excluded.isEmpty() ? nowhere.get(spec.memoryMb()) : null;
            if (known != null) {
                return new Place.Nowhere(known);
            }
            return switch (PlacementDecisions.place(view, request, policy)) {
                case PlacementOutcome.Chosen chosen -> {
                    HostEntry entry = hosts.get(chosen.position());
                    entry.placed(request);
                    yield new Place.Host(entry.hostId(), entry.worker(), entry.life());
                }
                case PlacementOutcome.Nowhere none -> {
                    if (excluded.isEmpty()) {
                        nowhere.put(spec.memoryMb(), none.reason());
                    }
                    yield new Place.Nowhere(none.reason());
                }
            };
        }
    }

    @Override
    public void started(Place.Host host, EnvironmentSpec spec, Duration took, @Nullable Fault refusal) {
        synchronized (lock) {
            HostEntry entry = living(host);
            if (entry != null) {
                entry.started(spec, took, refusal);
                nowhere.clear();
            }
        }
    }

    @Override
    public void ended(Place.Host host, EnvironmentSpec spec) {
        synchronized (lock) {
            HostEntry entry = living(host);
            if (entry != null) {
                entry.ended(spec);
                nowhere.clear();
            }
        }
    }

    private @Nullable HostEntry living(Place.Host host) {
        HostEntry entry = byId.get(host.hostId());
        return entry != null && entry.life() == host.life() ? entry : null;
    }

    @Override
    public FleetSnapshot snapshot() {
        synchronized (lock) {
            return FleetSnapshot.of(hosts.stream().map(HostEntry::host).toList());
        }
    }

    @Override
    public Optional<Worker> worker(String hostId) {
        synchronized (lock) {
            return Optional.ofNullable(byId.get(hostId)).map(HostEntry::worker);
        }
    }

    private void pullLater() {
        synchronized (lock) {
            if (pulling || hosts.isEmpty()) {
                return;
            }
            pulling = true;
        }
        ports.timers().after(REPORT_EVERY, this::pull);
    }

    /** Asks outside the lock: a report may take a moment. */
    private void pull() {
        List<HostEntry> asked;
        synchronized (lock) {
            pulling = false;
            asked = List.copyOf(hosts);
        }
        long now = ports.time().nanos();
        for (HostEntry entry : asked) {
            var report = entry.worker().host();
            synchronized (lock) {
                entry.reported(report, now);
                nowhere.clear();
            }
        }
        pullLater();
    }
}
