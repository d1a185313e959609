package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegexTest {

    @Test
    void findsWhatIsThere() {
        assertThat(Regex.matches(Pattern.compile("Bearer [a-z]+"), "Bearer abc"))
                .isTrue();
        assertThat(Regex.matches(Pattern.compile("Bearer [a-z]+"), "Bearer abc1"))
                .isFalse();
        assertThat(Regex.finds(Pattern.compile("\\d"), "x".repeat(1_000_000) + "1"))
                .isTrue();
    }

    @Test
    void givesUpWhatHasNoEnd() {
        assertThat(Regex.matches(Pattern.compile("(a+)+b?"), "a".repeat(60) + "!"))
                .isFalse();
        assertThat(Regex.finds(Pattern.compile("^(x|y)*$"), "x".repeat(5_000_000) + "!"))
                .isFalse();
    }
}
