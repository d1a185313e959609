package dev.hearth.services.placement;

import dev.hearth.services.placement.WorkerHost.Condition;
import dev.hearth.services.placement.WorkerHost.Health;
import dev.hearth.services.placement.WorkerHost.Resources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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

    /** A host that is changed in one respect or two. */
    private static final class Draft {
        private final WorkerHost host;
        private Condition condition;
        private Resources used;
        private int memoryFreeMb;
        private int starting;
        private Map<String, Integer> environments;
        private Set<String> code;
        private Health health;

        Draft(WorkerHost host) {
            this.host = host;
            condition = host.condition();
            used = host.used();
            memoryFreeMb = host.memoryFreeMb();
            starting = host.starting();
            environments = host.environments();
            code = host.code();
            health = host.health();
        }
    }

    private static WorkerHost changed(WorkerHost host, Consumer<Draft> change) {
        Draft draft = new Draft(host);
        change.accept(draft);
        return new WorkerHost(
                draft.host.hostId(),
                draft.condition,
                draft.host.capacity(),
                draft.used,
                draft.memoryFreeMb,
                draft.starting,
                draft.environments,
                draft.code,
                draft.health);
    }

    static WorkerHost with(WorkerHost host, Condition condition) {
        return changed(host, draft -> draft.condition = condition);
    }

    static WorkerHost with(WorkerHost host, Health health) {
        return changed(host, draft -> draft.health = health);
    }

    static WorkerHost holding(WorkerHost host, String code) {
        return changed(host, draft -> draft.code = Set.of(code));
    }

    /** {@code count} environments of {@code function}, which use so much together. */
    static WorkerHost running(WorkerHost host, String function, int count, int memoryMb, int cpuMillis) {
        return changed(host, draft -> {
            draft.used = new Resources(memoryMb, cpuMillis);
            draft.environments = Map.of(function, count);
        });
    }

    static WorkerHost busyStarting(WorkerHost host, int starting) {
        return changed(host, draft -> draft.starting = starting);
    }

    static WorkerHost free(WorkerHost host, int memoryFreeMb) {
        return changed(host, draft -> draft.memoryFreeMb = memoryFreeMb);
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
