package dev.hearth.simulation;

import dev.hearth.services.worker.Worker;
import java.util.HashSet;
import java.util.Set;

/** How the news of environments' ends travels from one host to assignment: at once, late, twice, or when asked for. */
final class EndNews {

    private static final double LATE_MEAN_NANOS = 3e9;

    private final World world;
    private final Scenario.Faults faults;
    private final EnvironmentLedger ledger;
    private final Dice dice;
    private final Set<String> untold = new HashSet<>();
    private Worker.Listener listener = _ -> {};

    EndNews(World world, EnvironmentLedger ledger, Dice dice) {
        this.world = world;
        this.faults = world.scenario().faults();
        this.ledger = ledger;
        this.dice = dice;
    }

    void listener(Worker.Listener whom) {
        listener = whom;
    }

    /** An environment ended by itself. */
    void spread(String environmentId) {
        if (dice.chance(faults.newsNever())) {
            untold.add(environmentId);
        } else if (dice.chance(faults.newsLate())) {
            world.later(dice.exponential(LATE_MEAN_NANOS), () -> tell(environmentId));
        } else {
            world.hop(() -> tell(environmentId));
        }
    }

    /** Somebody wants an environment destroyed that is not there. */
    void asked(String environmentId) {
        if (untold.remove(environmentId)) {
            tell(environmentId);
        }
    }

    /** The news arrives now, and perhaps again. */
    void tell(String environmentId) {
        ledger.goneTold(environmentId);
        listener.gone(environmentId);
        if (dice.chance(faults.newsTwice())) {
            world.later(dice.exponential(LATE_MEAN_NANOS), () -> listener.gone(environmentId));
        }
    }
}
