package dev.hearth.simulation;

import java.util.List;

/** What happens by itself, now and then, until the load is over. */
abstract class Troubles {

    private static final double NANOS_PER_SECOND = 1e9;

    private final World world;
    private final Arrivals arrivals;
    private final Dice dice;

    Troubles(World world, Arrivals arrivals) {
        this.world = world;
        this.arrivals = arrivals;
        this.dice = world.dice();
    }

    Dice dice() {
        return dice;
    }

    World world() {
        return world;
    }

    abstract void begin();

    /** Makes {@code event} happen once in {@code meanSeconds}, on the average; never when that is 0. */
    final void everyNow(double meanSeconds, Runnable event) {
        if (meanSeconds > 0) {
            world.later(dice.exponential(meanSeconds * NANOS_PER_SECOND), () -> {
                if (!arrivals.over()) {
                    event.run();
                    everyNow(meanSeconds, event);
                }
            });
        }
    }

    /** Hosts, environments and frontends that die, and frontends that stand still. */
    static final class OfMachines extends Troubles {

        private static final double DOWN_MEAN_NANOS = 2e9;

        private final SimulatedFleet fleet;
        private final List<SimulatedFrontend> frontends;

        OfMachines(World world, Arrivals arrivals, SimulatedFleet fleet, List<SimulatedFrontend> frontends) {
            super(world, arrivals);
            this.fleet = fleet;
            this.frontends = frontends;
        }

        @Override
        void begin() {
            Scenario.Faults faults = world().scenario().faults();
            everyNow(faults.environmentDies(), this::endEnvironment);
            everyNow(faults.hostDies(), () -> toSomeHost(fleet::kill));
            everyNow(faults.hostDrains(), () -> toSomeHost(fleet::drain));
            everyNow(faults.hostSilent(), () -> toSomeHost(fleet::silence));
            everyNow(faults.frontendDies(), this::endFrontend);
            everyNow(faults.frontendPauses(), this::pauseFrontend);
        }

        private void toSomeHost(java.util.function.Consumer<SimulatedHost> trouble) {
            if (!fleet.members().isEmpty()) {
                trouble.accept(dice().oneOf(fleet.members()));
            }
        }

        private void endEnvironment() {
            toSomeHost(host -> {
                List<SimulatedEnvironment> there = host.environments();
                if (!there.isEmpty()) {
                    host.crash(dice().oneOf(there));
                }
            });
        }

        private void endFrontend() {
            SimulatedFrontend frontend = dice().oneOf(frontends);
            if (frontend.up()) {
                world().note("dies: frontend with", frontend);
                frontend.die();
                world().later(dice().exponential(DOWN_MEAN_NANOS), frontend::start);
            }
        }

        private void pauseFrontend() {
            SimulatedFrontend frontend = dice().oneOf(frontends);
            long lease = world().scenario().cluster().counting().holderLease().toNanos();
            frontend.pause(dice().between(lease / 2, lease * 2));
        }
    }
}
