package dev.hearth.services.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.assignment.HandMovedWorker;
import dev.hearth.services.placement.Placement.Place;
import dev.hearth.services.placement.PlacementOutcome.Reason;
import dev.hearth.services.worker.EnvironmentSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the fleet remembers while hosts come, fill up and go. */
class FleetTest {

    private static final EnvironmentSpec LARGE = spec(600);
    private static final EnvironmentSpec SMALL = spec(400);

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final Placement placement = Placement.create(Hosts.EXACT, ports.ports());

    private static EnvironmentSpec spec(int memoryMb) {
        return new EnvironmentSpec(
                "arn:f",
                "f",
                "1",
                "r1",
                "provided.al2023",
                "bootstrap",
                Duration.ofSeconds(3),
                memoryMb,
                512,
                Map.of(),
                "00",
                "/aws/lambda/f",
                List.of(),
                EnvironmentSpec.LogControls.TEXT,
                "",
                EnvironmentSpec.Initialization.ON_DEMAND);
    }

    private Place.Host placed(EnvironmentSpec spec) {
        return (Place.Host) placement.place(spec, Set.of());
    }

    private void refuses(EnvironmentSpec spec) {
        assertThat(placement.place(spec, Set.of())).isEqualTo(new Place.Nowhere(Reason.FULL));
    }

    @Test
    void aFullFleetTakesMoreAsSoonAsSomethingEnds() {
        placement.join(new HandMovedWorker("a", 1_000));
        Place.Host host = placed(LARGE);
        refuses(LARGE);
        refuses(LARGE);
        assertThat(placed(SMALL)).as("what is smaller still fits").isEqualTo(host);
        refuses(SMALL);
        placement.started(host, SMALL, Duration.ofMillis(1), new Fault(Fault.Kind.INVALID_RUNTIME, "no"));
        assertThat(placed(SMALL)).isEqualTo(host);
        refuses(LARGE);
        placement.ended(host, LARGE);
        assertThat(placed(LARGE)).isEqualTo(host);
    }

    @Test
    void aFullFleetTakesMoreAsSoonAsAHostJoins() {
        placement.join(new HandMovedWorker("a", 1_000));
        placed(LARGE);
        refuses(LARGE);
        placement.join(new HandMovedWorker("b", 1_000));
        assertThat(placed(LARGE).hostId()).isEqualTo("b");
        refuses(LARGE);
        placement.leave("a");
        refuses(LARGE);
        placement.leave("b");
        assertThat(placement.place(LARGE, Set.of())).isEqualTo(new Place.Nowhere(Reason.NO_HOST));
    }

    @Test
    void whatBelongsToAFormerLifeChangesNothing() {
        placement.join(new HandMovedWorker("a", 1_000));
        Place.Host former = placed(LARGE);
        placement.leave("a");
        placement.join(new HandMovedWorker("a", 1_000));
        placed(LARGE);
        placement.started(former, LARGE, Duration.ofSeconds(1), new Fault(Fault.Kind.INTERNAL, "lost"));
        placement.ended(former, LARGE);
        refuses(LARGE);
        WorkerHost host = placement.snapshot().host(0);
        assertThat(host.used().memoryMb()).isEqualTo(600);
        assertThat(host.starting()).isEqualTo(1);
        assertThat(host.health()).isEqualTo(WorkerHost.Health.GOOD);
    }
}
