package dev.hearth.services.placement;

import dev.hearth.services.placement.WorkerHost.Condition;
import dev.hearth.services.placement.WorkerHost.Health;
import dev.hearth.services.placement.WorkerHost.Resources;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hosts, fleets and requests for tests. */
final class Hosts {

    static final String CODE = "c0de";
    static final String FUNCTION = "f";

    /** No oversubscription, no headroom: a host of 1,000 MiB holds ten environments of 100. */
    static final PlacementPolicy EXACT =
            new PlacementPolicy(100, 100, 0, 32, 8, 1_000, 32, 4, 8, PlacementPolicy.DEFAULTS.weights());

    private Hosts() {}

    static WorkerHost empty(String hostId) {
        return new WorkerHost(
                hostId,
                Condition.READY,
                new Resources(1_000, 1_000),
                Resources.NONE,
                1_000,
                0,
                Map.of(),
                Set.of(),
                Health.GOOD);
    }

    static WorkerHost with(WorkerHost host, Condition condition) {
        return new WorkerHost(
                host.hostId(),
                condition,
                host.capacity(),
                host.used(),
                host.memoryFreeMb(),
                host.starting(),
                host.environments(),
                host.code(),
                host.health());
    }

    static WorkerHost with(WorkerHost host, Health health) {
        return new WorkerHost(
                host.hostId(),
                host.condition(),
                host.capacity(),
                host.used(),
                host.memoryFreeMb(),
                host.starting(),
                host.environments(),
                host.code(),
                health);
    }

    static WorkerHost holding(WorkerHost host, String code) {
        return new WorkerHost(
                host.hostId(),
                host.condition(),
                host.capacity(),
                host.used(),
                host.memoryFreeMb(),
                host.starting(),
                host.environments(),
                Set.of(code),
                host.health());
    }

    /** {@code count} environments of {@code function}, which use so much together. */
    static WorkerHost running(WorkerHost host, String function, int count, int memoryMb, int cpuMillis) {
        return new WorkerHost(
                host.hostId(),
                host.condition(),
                host.capacity(),
                new Resources(memoryMb, cpuMillis),
                host.memoryFreeMb(),
                host.starting(),
                Map.of(function, count),
                host.code(),
                host.health());
    }

    static WorkerHost busyStarting(WorkerHost host, int starting) {
        return new WorkerHost(
                host.hostId(),
                host.condition(),
                host.capacity(),
                host.used(),
                host.memoryFreeMb(),
                starting,
                host.environments(),
                host.code(),
                host.health());
    }

    static WorkerHost free(WorkerHost host, int memoryFreeMb) {
        return new WorkerHost(
                host.hostId(),
                host.condition(),
                host.capacity(),
                host.used(),
                memoryFreeMb,
                host.starting(),
                host.environments(),
                host.code(),
                host.health());
    }

    static WorkerHost settled(WorkerHost host) {
        return busyStarting(host, 0);
    }

    static FleetSnapshot fleet(WorkerHost... hosts) {
        return FleetSnapshot.of(List.of(hosts));
    }

    static PlacementRequest wish(int memoryMb, int cpuMillis, long draw) {
        return new PlacementRequest(FUNCTION, CODE, new Resources(memoryMb, cpuMillis), Set.of(), draw);
    }

    static PlacementRequest wishOf(String function, int memoryMb, long draw) {
        return new PlacementRequest(function, "code of " + function, new Resources(memoryMb, memoryMb), Set.of(), draw);
    }
}
