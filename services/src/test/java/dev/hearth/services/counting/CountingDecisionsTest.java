package dev.hearth.services.counting;

import static dev.hearth.services.counting.CountingDecisions.CLOSED;
import static dev.hearth.services.counting.CountingDecisions.OF_ACCOUNT;
import static dev.hearth.services.counting.CountingDecisions.REFUSED;
import static dev.hearth.services.counting.CountingDecisions.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hearth.services.counting.CountingDecisions.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingDecisionsTest {

    private static final long INTERVAL = 10_000_000;
    private static final long CAPACITY = 1_000;

    @ParameterizedTest(name = "limit {0}, {1} in use: take -> {2}")
    @CsvSource({
        "0, 0, refused",
        "1, 0, 1",
        "1, 1, refused",
        "5, 4, 5",
        "5, 5, refused",
        "5, 9, refused",
        "2147483647, 2147483646, 2147483647",
        "-1, 0, 1",
        "-1, 1000000, 1000001",
        "-2, 0, refused",
    })
    void takes(int limit, int inUse, String then) {
        long expected = then.equals("refused") ? REFUSED : word(limit, Integer.parseInt(then));
        assertThat(CountingDecisions.take(word(limit, inUse))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "limit {0}, {1} in use: give {2} -> {3}")
    @CsvSource({"5, 5, 1, 4", "5, 5, 5, 0", "0, 3, 2, 1", "-1, 7, 7, 0", "5, 0, 0, 0"})
    void gives(int limit, int inUse, int count, int then) {
        assertThat(CountingDecisions.give(word(limit, inUse), count)).isEqualTo(word(limit, then));
    }

    @ParameterizedTest(name = "limit {0}, {1} in use: give {2} is a bug")
    @CsvSource({"5, 0, 1", "5, 3, 4", "-1, 0, 1", "-2, 0, 1", "5, 3, -1"})
    void neverGivesMoreThanIsInUse(int limit, int inUse, int count) {
        assertThatIllegalStateException().isThrownBy(() -> CountingDecisions.give(word(limit, inUse), count));
    }

    @ParameterizedTest(name = "limit {0} -> {1} with {2} in use")
    @CsvSource({"5, 3, 5", "-1, 10, 20", "10, -1, 7", "5, 0, 5"})
    void aNewLimitKeepsWhatIsInUse(int limit, int next, int inUse) {
        long word = CountingDecisions.relimit(word(limit, inUse), next);
        assertThat(CountingDecisions.limit(word)).isEqualTo(next);
        assertThat(CountingDecisions.inUse(word)).isEqualTo(inUse);
    }

    @Test
    void whatMovesInMayExceedTheLimit() {
        assertThat(CountingDecisions.put(word(5, 4), 3)).isEqualTo(word(5, 7));
        assertThat(CountingDecisions.put(word(OF_ACCOUNT, 4), 3)).isEqualTo(word(OF_ACCOUNT, 7));
    }

    @Test
    void theLimitSaysWhoseTheUnitsAre() {
        assertThat(CountingDecisions.source(word(0, 0))).isEqualTo(Source.OWN);
        assertThat(CountingDecisions.source(word(Integer.MAX_VALUE, 1))).isEqualTo(Source.OWN);
        assertThat(CountingDecisions.source(word(OF_ACCOUNT, 3))).isEqualTo(Source.ACCOUNT);
        assertThat(CountingDecisions.source(CLOSED)).isEqualTo(Source.CLOSED);
    }

    @ParameterizedTest(name = "bucket full {0} ms from now: one more -> full {1} ms from now")
    @CsvSource({
        "0, 10",
        "-5, 10",
        "-3600000, 10",
        "1, 11",
        "10, 20",
        "9980, 9990",
        "9990, 10000",
        "9991, refused",
        "10000, refused",
    })
    void admits(long fullInMillis, String then) {
        long now = Long.MAX_VALUE - 5; // The origin of monotonic time is arbitrary: sums may wrap.
        long millis = 1_000_000;
        long expected = then.equals("refused") ? REFUSED : now + Long.parseLong(then) * millis;
        assertThat(CountingDecisions.admit(now + fullInMillis * millis, now, INTERVAL, CAPACITY))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "deadline {0}, now {1}: expired {2}")
    @CsvSource({
        "10, 9, false",
        "10, 10, true",
        "10, 11, true",
        "-9223372036854775808, 9223372036854775807, false",
        "9223372036854775807, -9223372036854775808, true",
    })
    void expires(long deadline, long now, boolean expired) {
        assertThat(CountingDecisions.expired(deadline, now)).isEqualTo(expired);
    }

    @Test
    void everySourceHasItsReasons() {
        assertThat(CountingDecisions.concurrencyReason(Source.OWN))
                .isEqualTo(ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(CountingDecisions.concurrencyReason(Source.ACCOUNT))
                .isEqualTo(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(CountingDecisions.rateReason(Source.OWN))
                .isEqualTo(ThrottleReason.RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED);
        assertThat(CountingDecisions.rateReason(Source.ACCOUNT))
                .isEqualTo(ThrottleReason.FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED);
    }
}
