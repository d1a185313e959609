package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a benchmark's numbers look like, and when a goal is reached. */
class ReportTest {

    private static final Report REPORT = new Report(
            "some",
            List.of(
                    Row.beside("speed", 500, "requests/s", 2000, 0.25).withGoal(0.5),
                    Row.plain("total", 12.5, "ms"),
                    Row.atMost("memory", 80, "MB", 160)));

    @Test
    void theJsonHasEveryKeyInEveryRow() {
        assertThat(REPORT.json())
                .isEqualTo("{\"name\":\"some\",\"rows\":["
                        + "{\"what\":\"speed\",\"value\":500.000,\"unit\":\"requests/s\",\"limit\":2000.000,"
                        + "\"ratio\":0.250,\"goal\":0.500},"
                        + "{\"what\":\"total\",\"value\":12.500,"
                        + "\"unit\":\"ms\",\"limit\":null,\"ratio\":null,\"goal\":null},"
                        + "{\"what\":\"memory\",\"value\":80.000,\"unit\":\"MB\",\"limit\":160.000,\"ratio\":2.000,"
                        + "\"goal\":1.000}]}");
    }

    @Test
    void theTableSaysWhichGoalWasMissed() {
        assertThat(REPORT.table().split("\n"))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).startsWith("speed").endsWith("missed"))
                .anySatisfy(line -> assertThat(line).startsWith("memory").endsWith("1.00"));
    }

    @ParameterizedTest
    @CsvSource({"25,1", "50,0.5", "5,5", "0,1000", "-3,1000"})
    void aNumberMayBeAtMostItsLimit(double value, double ratio) {
        Row row = Row.atMost("x", value, "ms", 25);
        assertThat(row.ratio()).hasValue(ratio);
        assertThat(row.holds()).isEqualTo(value <= 25);
    }

    @ParameterizedTest
    @CsvSource({"'3', 3", "'1,9', 5", "'9,1,2', 2", "'4,1,3,2', 2.5"})
    void theMedianIsTheMiddle(String numbers, double median) {
        assertThat(Medians.of(List.of(numbers.split(",")), Double::parseDouble)).isEqualTo(median);
    }
}
