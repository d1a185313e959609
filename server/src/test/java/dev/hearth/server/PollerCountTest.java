package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollerCountTest {

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, 10", // all busy: five more
        "5, 1, 0, 5",
        "8, 0, 10, 10", // as many as the mapping allows
        "1000, 0, 0, 1000",
        "20, 11, 0, 15", // most wait: five less
        "7, 7, 0, 5",
        "5, 5, 0, 5",
        "2, 2, 2, 2",
    })
    void followsTheWork(int running, int idle, int maximumConcurrency, int wanted) {
        assertThat(PollerCount.wanted(running, idle, maximumConcurrency)).isEqualTo(wanted);
    }
}
