package dev.hearth.simulation;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.placement.FleetSnapshot;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.WorkerHost;
import dev.hearth.simulation.EnvironmentFacts.Standing;
import java.util.HashMap;
import java.util.Map;

/**
 * Comparisons of everything, which cost as much as there is: an event of its own every virtual second, and the
 * last one.
 */
final class Audit {

    private static final long EVERY_NANOS = 1_000_000_000;

    private final World world;
    private final CheckedCounting counting;
    private final Assignment assignment;
    private final Placement placement;
    private final EnvironmentLedger environments;
    private final SimulatedFleet fleet;
    private boolean ended;

    Audit(
            World world,
            CheckedCounting counting,
            Assignment assignment,
            Placement placement,
            EnvironmentLedger environments,
            SimulatedFleet fleet) {
        this.world = world;
        this.counting = counting;
        this.assignment = assignment;
        this.placement = placement;
        this.environments = environments;
        this.fleet = fleet;
    }

    void begin() {
        world.later(EVERY_NANOS, () -> {
            if (!ended) {
                all();
                begin();
            }
        });
    }

    private void all() {
        counting.comparison().account();
        environments();
        hosts();
    }

    /** Assignment has as many environments in each state as there are. */
    private void environments() {
        Map<String, Integer> states = assignment.environments();
        compare("starting", states.get("starting") + states.get("outdated"), environments.count(Standing.STARTING));
        compare("idle", states.get("idle"), environments.count(Standing.IDLE));
        compare("busy", states.get("busy") + states.get("retiring"), environments.count(Standing.HANDED));
    }

    private void compare(String what, int known, int there) {
        if (known != there) {
            throw broken(
                    Invariant.NOTHING_LEAKED, "assignment knows " + known + " " + what + " environments of " + there);
        }
    }

    /** Placement has promised of each host what is there. */
    private void hosts() {
        FleetSnapshot snapshot = placement.snapshot();
        if (snapshot.size() != fleet.members().size()) {
            throw broken(
                    Invariant.NOTHING_LEAKED,
                    "placement knows " + snapshot.size() + " hosts of "
                            + fleet.members().size());
        }
        Map<String, WorkerHost> byId = HashMap.newHashMap(snapshot.size());
        for (int i = 0; i < snapshot.size(); i++) {
            byId.put(snapshot.host(i).hostId(), snapshot.host(i));
        }
        for (SimulatedHost host : fleet.members()) {
            HostFacts facts = host.facts();
            WorkerHost seen = byId.get(facts.id());
            boolean same = seen != null
                    && seen.used().memoryMb() == facts.memoryMb()
                    && seen.used().cpuMillis() == facts.cpuMillis()
                    && seen.starting() == facts.starting()
                    && environments(seen) == facts.environments();
            if (!same) {
                throw broken(Invariant.NOTHING_LEAKED, "placement sees " + seen + " in place of " + facts);
            }
        }
    }

    private static int environments(WorkerHost host) {
        int sum = 0;
        if (!host.environments().isEmpty()) {
            for (int each : host.environments().values()) {
                sum += each;
            }
        }
        return sum;
    }

    /** The load is over and nothing was provisioned for long enough: nothing must be left anywhere. */
    void nothingRuns() {
        all();
        for (Standing standing : new Standing[] {Standing.STARTING, Standing.IDLE, Standing.HANDED}) {
            zero(standing + " environments", environments.count(standing));
        }
        fleet.members()
                .forEach(host -> zero(
                        "environments on " + host.facts(), host.environments().size()));
        zero("lost hosts that run something", fleet.outside().size());
        zero("units that are out", counting.outstanding());
    }

    /** Everybody has left too. */
    void nobodyIsLeft(Counting real) {
        ended = true;
        CountingUsage usage = real.usage();
        zero("units in use", usage.inUse());
        zero("holders", usage.holders());
        zero("hosts", placement.snapshot().size());
    }

    void zero(String what, long number) {
        if (number != 0) {
            throw broken(Invariant.BACK_TO_ZERO, number + " " + what);
        }
    }

    private InvariantBroken broken(Invariant invariant, String detail) {
        return world.judge().broken(invariant, detail);
    }
}
