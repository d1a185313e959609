package dev.hearth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.simulation.Scenario.Asynchrony;
import dev.hearth.simulation.Scenario.Changes;
import dev.hearth.simulation.Scenario.Faults;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real rooms on bad days. A failure's message says how to repeat it. */
class SimulationTest {

    private static final long ENOUGH_EVENTS = Long.MAX_VALUE / 2;
    private static final long FEW_INVOCATIONS = 30_000;

    /** Seeds of one test: each run takes a second or two. */
    private static final int SEEDS = 4;

    private static final int FEW_SEEDS = 2;

    private static SimulationResult run(Scenario scenario) {
        Simulation simulation = Simulation.of(scenario);
        assertThat(simulation.run(ENOUGH_EVENTS)).as("goes on").isFalse();
        return simulation.result();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everythingHoldsInAThousandHosts(long seed) {
        SimulationResult result = run(Scenario.of(seed, Scenario.HOSTS, FEW_INVOCATIONS));
        assertThat(result.invocations()).isEqualTo(FEW_INVOCATIONS);
        assertThat(result.answered()).isPositive();
        assertThat(result.accepted()).isPositive();
        assertThat(result.eventsOver()).isGreaterThanOrEqualTo(result.accepted());
        assertThat(result.answered() + result.throttled() + result.refused() + result.callersDied())
                .isEqualTo(FEW_INVOCATIONS);
    }

    @ParameterizedTest
    @CsvSource({"1, 101", "2, 102", "7, 103", "33, 104"})
    void everythingHoldsInASmallFleet(int hosts, long seed) {
        assertThat(run(Scenario.of(seed, hosts, FEW_INVOCATIONS)).invocations()).isEqualTo(FEW_INVOCATIONS);
    }

    /** Small and cheap, so that many seeds' processes die, stand still and lose answers. */
    @Test
    void everyEventEndsForManySeeds() {
        for (long seed = 20_000; seed < 20_000 + SEEDS; seed++) {
            SimulationResult result = run(Scenario.of(seed, 10, 200));
            assertThat(result.eventsOver()).isGreaterThanOrEqualTo(result.accepted());
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1_000, 2_000, 3_000, 4_000})
    void everythingHoldsForManySeeds(long first) {
        for (long seed = first; seed < first + FEW_SEEDS; seed++) {
            SimulationResult result = run(Scenario.of(seed, Scenario.HOSTS, Scenario.INVOCATIONS));
            assertThat(result.invocations()).isEqualTo(Scenario.INVOCATIONS);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {10_000, 10_100, 10_200, 10_300})
    void everythingHoldsInFleetsOfAnySize(long first) {
        for (int i = 0; i < FEW_SEEDS * FEW_SEEDS; i++) {
            int hosts = (int) new Dice(first + i).acrossScales(1, 2_000);
            assertThat(run(Scenario.of(first + i, hosts, FEW_INVOCATIONS)).invocations())
                    .isEqualTo(FEW_INVOCATIONS);
        }
    }

    @Test
    void onAQuietDayEveryInvocationThatIsLetInIsAnswered() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Scenario scenario = Scenario.of(seed, Scenario.HOSTS, FEW_INVOCATIONS)
                    .withPlenty()
                    .with(Faults.NONE)
                    .with(Changes.NONE)
                    .with(Asynchrony.NONE);
            assertThat(run(scenario).answered()).isEqualTo(FEW_INVOCATIONS);
        }
    }

    @Test
    void theSameSeedGoesTheSameWayInWhateverSteps() {
        Scenario scenario = Scenario.of(42, Scenario.HOSTS, FEW_INVOCATIONS);
        SimulationResult whole = run(scenario);
        Simulation pieces = Simulation.of(scenario);
        long piece = 0;
        while (pieces.run(++piece * 100)) {
            assertThat(pieces.result().events()).isLessThanOrEqualTo(whole.events());
        }
        assertThat(pieces.result()).isEqualTo(whole);
        assertThat(run(Scenario.of(43, Scenario.HOSTS, FEW_INVOCATIONS)).digest())
                .isNotEqualTo(whole.digest());
    }

    @Test
    void fewerInvocationsAreTheBeginningOfMore() {
        Simulation few = Simulation.of(Scenario.of(7, Scenario.HOSTS, 1_000));
        Simulation more = Simulation.of(Scenario.of(7, Scenario.HOSTS, Scenario.INVOCATIONS));
        few.run(1_000);
        more.run(1_000);
        assertThat(few.result()).isEqualTo(more.result());
    }
}
