package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationBenchTest {

    private static Arguments arguments(Map<String, Long> numbers) {
        return new Arguments(List.of(SimulationBench.NAME), Set.of(), numbers);
    }

    @Test
    void saysHowMuchItSimulatedAgainstTheGoal() {
        Report report = SimulationBench.run(arguments(Map.of("--seconds", 1L, "--hosts", 10L, "--seed", 5L)));
        Row first = report.rows().getFirst();
        assertThat(first.value()).isPositive();
        assertThat(first.ratio().getAsDouble()).isEqualTo(first.value() / 100_000);
        assertThat(first.goal()).hasValue(1);
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> SimulationBench.run(arguments(Map.of("--hosts", 0L))));
    }
}
