package dev.hearth.neighbours.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.neighbours.dynamodb.AttributeValue.N;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBytesTest {

    @Test
    void numbersSortAsTheyCompare() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> numbers =
                new ArrayList<>(List.of("0", "1", "-1", "10", "9.9", "-9.9", "-99", "100", "0.1", "-0.12", "-0.123"));
        for (int i = 0; i < 2_000; i++) {
            BigDecimal number = BigDecimal.valueOf(random.nextLong(-10_000_000, 10_000_000), random.nextInt(-110, 110));
            numbers.add(Numbers.canonical(number.toPlainString()));
        }
        List<String> byValue = new ArrayList<>(numbers);
        byValue.sort(Numbers::compare);
        List<String> byBytes = new ArrayList<>(numbers);
        byBytes.sort((one, other) -> Arrays.compareUnsigned(KeyBytes.of(new N(one)), KeyBytes.of(new N(other))));

        assertThat(byBytes).isEqualTo(byValue);
    }

    @ParameterizedTest
    @CsvSource({
        "1.50, 1.5",
        "007, 7",
        "-0, 0",
        "1e2, 100",
        "+5, 5",
        "0.000, 0",
        ".5, 0.5",
        "1E-3, 0.001",
        "100, 100",
        "-1.0, -1"
    })
    void aNumberHasOneForm(String given, String canonical) {
        assertThat(Numbers.canonical(given)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "1e126", "1e-131", "123456789012345678901234567890123456789", "1e999999999", "0x1"})
    void whatIsNoNumberIsRefused(String given) {
        assertThatThrownBy(() -> Numbers.canonical(given)).isInstanceOf(dev.hearth.core.FaultException.class);
    }

    @Test
    void thirtyEightDigitsAreKept() {
        String digits = "12345678901234567890123456789012345678";

        assertThat(Numbers.canonical(digits)).isEqualTo(digits);
        assertThat(Numbers.add(digits, "1")).isEqualTo("12345678901234567890123456789012345679");
        assertThat(Numbers.canonical("9.9e125")).hasSize(126);
    }

    @Test
    void segmentsCoverEverythingOnce() {
        byte[] before = KeyBytes.segment(0, 7);
        assertThat(before).containsOnly(0);
        for (int i = 1; i < 7; i++) {
            byte[] next = KeyBytes.segment(i, 7);
            assertThat(Arrays.compareUnsigned(before, next)).isNegative();
            before = next;
        }
    }

    @Test
    void whatIsBehindAPrefix() {
        assertThat(KeyBytes.behind(new byte[] {1, 2})).containsExactly(1, 3);
        assertThat(KeyBytes.behind(new byte[] {1, -1})).containsExactly(2);
        assertThat(KeyBytes.behind(new byte[] {-1})).isNull();
    }
}
