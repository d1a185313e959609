package dev.hearth.simulation;

import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.simulation.Scenario.Asynchrony;
import dev.hearth.simulation.Scenario.Changes;
import dev.hearth.simulation.Scenario.Cluster;
import dev.hearth.simulation.Scenario.Faults;
import dev.hearth.simulation.Scenario.Traffic;
import java.time.Duration;

/** Draws the numbers of a scenario. */
final class ScenarioDice {

    private static final long SALT = 0x5ce_a410L;
    private static final int MB_PER_GB = 1_024;
    private static final int LONGEST_RUN_OF_LOAD_SECONDS = 600;

    private final Dice dice;

    private ScenarioDice(long seed) {
        dice = new Dice(seed ^ SALT);
    }

    static Scenario draw(long seed, int hosts, long invocations) {
        ScenarioDice drawer = new ScenarioDice(seed);
        Cluster cluster = drawer.cluster(hosts);
        Traffic traffic = drawer.traffic(cluster);
        // How long the load lasts when all of it is run, so that something of everything happens meanwhile.
        double seconds = Math.min(LONGEST_RUN_OF_LOAD_SECONDS, Scenario.INVOCATIONS / traffic.poissonPerSecond());
        return new Scenario(
                seed,
                hosts,
                invocations,
                cluster,
                traffic,
                drawer.faults(seconds),
                drawer.changes(seconds),
                drawer.asynchrony());
    }

    private Cluster cluster(int hosts) {
        int account = (int) dice.acrossScales(500, 10_000);
        boolean scarce = dice.chance(0.25);
        // Scarce: all hosts together hold hardly what the account may run.
        int memoryMb =
                scarce ? Math.max(2 * MB_PER_GB, account * MB_PER_GB / 2 / hosts) : dice.between(8, 64) * MB_PER_GB;
        PlacementPolicy defaults = PlacementPolicy.DEFAULTS;
        PlacementPolicy policy = scarce
                ? new PlacementPolicy(100, 100, 0, 8, 8, 1_000, defaults.exhaustiveUpTo(), 4, 8, defaults.weights())
                : defaults;
        CountingLimits counting = new CountingLimits(
                account,
                dice.chance(0.5) ? 1_000 : (int) dice.acrossScales(50, 5_000),
                Duration.ofSeconds(10),
                dice.chance(0.1) ? CountingLimits.AWS_REQUESTS_PER_UNIT : 0,
                0,
                Duration.ofMillis(dice.between(1_000, 10_000)));
        AssignmentLimits assignment = new AssignmentLimits(
                Duration.ofMillis((long) dice.acrossScales(2_000, 120_000)),
                Duration.ofMillis((long) dice.acrossScales(20_000, 3_600_000)),
                Duration.ofMillis((long) dice.acrossScales(10_000, 60_000)),
                Duration.ofMillis(100),
                Duration.ofSeconds(10));
        return new Cluster(
                memoryMb,
                memoryMb * 2,
                (int) dice.acrossScales(10, 400),
                dice.between(1, 6),
                dice.chance(0.5),
                counting,
                assignment,
                policy);
    }

    private Traffic traffic(Cluster cluster) {
        double runMillis = dice.acrossScales(2, 200);
        // Between a tenth of what the account may run and a little more than that.
        double busy = cluster.counting().concurrentExecutions() * dice.acrossScales(0.05, 1.1);
        double perSecond = Math.clamp(busy * 1_000 / (runMillis * Conduct.MEAN_OVER_MEDIAN), 1_000, 10_000);
        return new Traffic(
                perSecond,
                dice.acrossScales(1, 30),
                (int) dice.acrossScales(10, 3_000),
                dice.chance(0.7) ? dice.between(1, 30) : 0,
                (int) dice.acrossScales(10, 200),
                runMillis);
    }

    /** A mean time at which something happens a few to many times in a run; or never. */
    private double now(double seconds, double often) {
        return dice.chance(0.8) ? seconds / dice.acrossScales(1, often) : 0;
    }

    private double chance(double most) {
        return dice.chance(0.7) ? dice.acrossScales(most / 1_000, most) : 0;
    }

    private Faults faults(double seconds) {
        if (dice.chance(0.1)) {
            return Faults.NONE;
        }
        return new Faults(
                now(seconds, 2_000),
                now(seconds, 100),
                now(seconds, 50),
                now(seconds, 100),
                now(seconds, 20),
                now(seconds, 10),
                chance(0.3),
                chance(0.3),
                chance(0.2),
                chance(0.5),
                chance(0.5),
                chance(0.3),
                chance(0.3),
                chance(0.05));
    }

    private Changes changes(double seconds) {
        if (dice.chance(0.1)) {
            return Changes.NONE;
        }
        return new Changes(
                now(seconds, 300), now(seconds, 100), now(seconds, 200), now(seconds, 100), now(seconds, 30));
    }

    /** A part of the invocations are events; their troubles go on for minutes after the load, with their retries. */
    private Asynchrony asynchrony() {
        boolean quiet = dice.chance(0.1);
        return new Asynchrony(
                dice.between(1, 6),
                dice.acrossScales(50, 1_500),
                dice.acrossScales(2, 60),
                (int) dice.acrossScales(10, 2_000),
                dice.between(0, 6),
                dice.acrossScales(1, 30),
                quiet ? 0 : dice.acrossScales(3, 60),
                dice.chance(0.5) ? 0 : dice.acrossScales(0.05, 1),
                quiet ? 0 : dice.acrossScales(2, 60),
                dice.acrossScales(0.5, 15),
                quiet ? 0 : dice.acrossScales(5, 60),
                dice.chance(0.5) ? 0 : dice.acrossScales(0.1, 60),
                quiet ? 0 : dice.acrossScales(10, 120),
                quiet ? 0 : chance(0.05),
                quiet ? 0 : chance(0.05),
                quiet ? 0 : chance(0.5));
    }
}
