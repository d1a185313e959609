package dev.hearth.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.worker.Worker;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks can fail: each bug that is planted between them and the rooms is found and named. */
class PlantedBugsTest {

    private static final int HOSTS = 100;
    /** Everything goes wrong all the time, so that every bug has its chance soon. */
    private static final Scenario.Faults TERRIBLE =
            new Scenario.Faults(0.05, 0.5, 1, 1, 0.5, 0.5, 0.05, 0.05, 0.05, 0.2, 0.2, 0.2, 0.2, 0.02);

    private static final long ENOUGH = Long.MAX_VALUE / 2;

    private static Wiring counting(PlantedCounting.Bug bug) {
        return new Wiring() {
            @Override
            public Counting counting(Counting real) {
                return new PlantedCounting(real, bug);
            }
        };
    }

    private static Wiring assignment(PlantedAssignment.Bug bug) {
        return new Wiring() {
            @Override
            public Assignment assignment(Assignment real) {
                return new PlantedAssignment(real, bug);
            }
        };
    }

    private static Wiring worker(PlantedWorker.Bug bug) {
        return new Wiring() {
            @Override
            public Worker worker(Worker simulated) {
                return new PlantedWorker(simulated, bug);
            }
        };
    }

    private static Wiring placement(PlantedPlacement.Bug bug) {
        return new Wiring() {
            @Override
            public Placement placement(Placement real) {
                return new PlantedPlacement(real, bug);
            }
        };
    }

    private static Stream<Arguments> bugs() {
        return Stream.of(
                Arguments.of(counting(PlantedCounting.Bug.FORGETS_A_RELEASE), Invariant.COUNTED),
                Arguments.of(counting(PlantedCounting.Bug.RELEASES_TWICE), Invariant.COUNTED),
                Arguments.of(counting(PlantedCounting.Bug.GRANTS_TOO_MUCH), Invariant.WITHIN_LIMITS),
                Arguments.of(counting(PlantedCounting.Bug.NEVER_EXPIRES), Invariant.EXPIRY),
                Arguments.of(counting(PlantedCounting.Bug.SCALES_WITHOUT_LIMIT), Invariant.SCALING_RATE),
                Arguments.of(counting(PlantedCounting.Bug.KEEPS_WHO_LEFT), Invariant.BACK_TO_ZERO),
                Arguments.of(assignment(PlantedAssignment.Bug.HANDS_OUT_TWICE), Invariant.ONE_AT_A_TIME),
                Arguments.of(assignment(PlantedAssignment.Bug.IGNORES_THE_TENANT), Invariant.OWN_VERSION),
                Arguments.of(assignment(PlantedAssignment.Bug.POOLS_WHAT_FAILED), Invariant.NEVER_AGAIN),
                Arguments.of(assignment(PlantedAssignment.Bug.KEEPS_OLD_CODE), Invariant.NO_OLD_CODE),
                Arguments.of(assignment(PlantedAssignment.Bug.TELLS_TWICE), Invariant.TOLD_ONCE),
                Arguments.of(assignment(PlantedAssignment.Bug.FORGETS_A_CALLER), Invariant.OUTCOME),
                Arguments.of(assignment(PlantedAssignment.Bug.FORGETS_A_RELEASE), Invariant.NOTHING_LEAKED),
                Arguments.of(assignment(PlantedAssignment.Bug.FAILS), Invariant.NO_CRASH),
                Arguments.of(worker(PlantedWorker.Bug.DELIVERS_TWICE), Invariant.ONE_AT_A_TIME),
                Arguments.of(worker(PlantedWorker.Bug.LOSES_AN_ANSWER), Invariant.OUTCOME),
                Arguments.of(worker(PlantedWorker.Bug.KEEPS_WHAT_IS_DESTROYED), Invariant.NOTHING_LEAKED),
                Arguments.of(placement(PlantedPlacement.Bug.IGNORES_ROOM), Invariant.ROOM_ON_HOST),
                Arguments.of(placement(PlantedPlacement.Bug.FORGETS_AN_END), Invariant.NOTHING_LEAKED));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bugs")
    void isFoundAndNamed(Wiring bug, Invariant invariant) {
        InvariantBroken found = firstFound(bug);
        assertThat(found.getMessage()).startsWith(invariant + " is broken").contains(invariant.sentence());
        assertThat(found.invariant()).isEqualTo(invariant);
        assertThat(found).hasMessageContaining("repeat it with: ./hearth bench simulation --seed ");
        assertThat(found).hasMessageContaining(" --hosts " + HOSTS);
    }

    @Test
    void aBrokenRunBreaksAtTheSameEventAgain() {
        Wiring bug = counting(PlantedCounting.Bug.FORGETS_A_RELEASE);
        assertThat(firstFound(bug)).hasMessage(firstFound(bug).getMessage());
    }

    /** Not every bug has a chance in every scenario. */
    private static InvariantBroken firstFound(Wiring bug) {
        InvariantBroken found = null;
        for (long seed = 1; found == null; seed++) {
            assertThat(seed).as("seeds without finding").isLessThan(30);
            Scenario scenario = Scenario.of(seed, HOSTS, 20_000).with(TERRIBLE).with(Scenario.Asynchrony.NONE);
            Simulation simulation = new SimulatedCluster(scenario, bug);
            found = catchThrowableOfType(InvariantBroken.class, () -> simulation.run(ENOUGH));
        }
        return found;
    }
}
