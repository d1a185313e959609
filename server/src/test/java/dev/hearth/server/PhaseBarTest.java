package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseBarTest {

    private static final String WARM = "queued=0.020,counted=0.001,assigned=0.100,run=0.350,returned=0.029";
    private static final String COLD =
            "queued=0.030,counted=0.020,assigned=5.100,placed=4.200,sandbox_start=12.300,init=131.000,"
                    + "run=21.512,returned=3.100";

    @Test
    void aPhaseIsAsWideAsItWasLong() {
        assertThat(PhaseBar.of(WARM, false))
                .isEqualTo("0.500 ms [qaaaaarrrrrrrrrrrrrrrrrr] queued 0.020 assigned 0.100 run 0.350"
                        + " returned 0.029 rest 0.001");
    }

    @Test
    void aColdOneFitsAHundredAndTwenty() {
        String bar = PhaseBar.of(COLD, false);
        assertThat(bar).hasSizeLessThanOrEqualTo(120).startsWith("177 ms [").endsWith("rest 0.050");
        assertThat(bar.substring(bar.indexOf('[') + 1, bar.indexOf(']'))).hasSize(PhaseBar.CELLS);
    }

    @Test
    void coloursStandForLettersAndSayTheSame() {
        String plain = PhaseBar.of(COLD, true).replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(plain.replaceAll("\\[ *]", ""))
                .isEqualTo(PhaseBar.of(COLD, false).replaceAll("\\[.*]", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "run=x", "run=0.000", ",,="})
    void whatSaysNothingDrawsNothing(String header) {
        assertThat(PhaseBar.of(header, false)).isEmpty();
    }
}
