package dev.hearth.services.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.assignment.AssignmentOutcome.Assigned;
import dev.hearth.services.assignment.AssignmentOutcome.Refused;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.worker.EnvironmentSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Assignment over workers that a test moves by hand, in virtual time. */
abstract class AssignmentFixture {

    static final Fault BROKEN = new Fault(Fault.Kind.INTERNAL, "no sandbox");
    static final EnvironmentSpec HELLO = spec("hello", "$LATEST", "r1");
    static final EnvironmentSpec OTHER = spec("other", "$LATEST", "r1");

    final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    final HandMovedWorker worker = new HandMovedWorker("h1", 1_024);
    final Placement placement = Placement.create(PlacementPolicy.DEFAULTS, ports.ports());
    final Map<String, Integer> available = new HashMap<>();
    Optional<Fault> throttle = Optional.empty();
    final Assignment assignment = Assignment.create(AssignmentLimits.DEFAULTS, placement, new Scaling(), ports.ports());

    final class Scaling implements ScalingControl {
        @Override
        public Optional<Fault> throttleNewEnvironment(String functionArn) {
            return throttle;
        }

        @Override
        public void provisionedAvailable(String functionArn, String qualifier, int environments) {
            available.put(qualifier, environments);
        }
    }

    /** A caller that remembers what it was told. */
    static final class Told implements Assignment.Caller {
        private final List<AssignmentOutcome> outcomes = new ArrayList<>();

        @Override
        public void assigned(AssignmentOutcome outcome) {
            outcomes.add(outcome);
        }

        boolean waits() {
            return outcomes.isEmpty();
        }

        Assigned environment() {
            assertThat(outcomes).hasSize(1);
            return (Assigned) outcomes.getFirst();
        }

        String id() {
            return environment().environmentId();
        }

        Fault fault() {
            assertThat(outcomes).hasSize(1);
            return ((Refused) outcomes.getFirst()).fault();
        }
    }

    @BeforeEach
    void join() {
        assignment.join(worker);
    }

    static EnvironmentSpec spec(String function, String version, String revision) {
        return new EnvironmentSpec(
                "arn:" + function,
                function,
                version,
                revision,
                "python3.11",
                "app.handler",
                Duration.ofSeconds(3),
                128,
                512,
                Map.of(),
                "00",
                "/aws/lambda/" + function);
    }

    Told acquire(EnvironmentSpec spec) {
        return acquire(spec, "");
    }

    Told acquire(EnvironmentSpec spec, String provisionedFor) {
        Told told = new Told();
        assignment.acquire(spec, provisionedFor, told);
        return told;
    }

    /** An environment that somebody has. */
    Assigned busy(EnvironmentSpec spec, String id) {
        Told told = acquire(spec);
        worker.ready(worker.starts().size() - 1, id);
        return told.environment();
    }

    void idle(EnvironmentSpec spec, String id) {
        assignment.release(busy(spec, id), true);
    }

    int count(String state) {
        return assignment.environments().getOrDefault(state, -1);
    }
}
