package dev.hearth.simulation;

import dev.hearth.core.Fault;
import dev.hearth.services.placement.FleetSnapshot;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Placement with a bug. */
final class PlantedPlacement implements Placement {

    /** What it does wrong. */
    enum Bug {
        IGNORES_ROOM,
        FORGETS_AN_END
    }

    private static final int NOW_AND_THEN = 100;

    private final Placement real;
    private final Bug bug;
    private @Nullable Place first;
    private int calls;

    PlantedPlacement(Placement real, Bug bug) {
        this.real = real;
        this.bug = bug;
    }

    @Override
    public void join(Worker worker) {
        real.join(worker);
    }

    @Override
    public void leave(String hostId) {
        real.leave(hostId);
    }

    @Override
    public Place place(EnvironmentSpec spec, Set<String> excluded) {
        Place place = real.place(spec, excluded);
        if (bug == Bug.IGNORES_ROOM && place instanceof Place.Host) {
            first = first == null ? place : first;
            return first;
        }
        return place;
    }

    @Override
    public void started(Place.Host host, EnvironmentSpec spec, Duration took, @Nullable Fault refusal) {
        real.started(host, spec, took, refusal);
    }

    @Override
    public void ended(Place.Host host, EnvironmentSpec spec) {
        if (bug != Bug.FORGETS_AN_END || ++calls % NOW_AND_THEN != 0) {
            real.ended(host, spec);
        }
    }

    @Override
    public FleetSnapshot snapshot() {
        return real.snapshot();
    }

    @Override
    public Optional<Worker> worker(String hostId) {
        return real.worker(hostId);
    }
}
