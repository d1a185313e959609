package dev.hearth.neighbours.templates;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterTypeTest {

    private static ParameterType patterned(String pattern) {
        return ParameterType.of("P", Map.of("Type", "String", "AllowedPattern", pattern));
    }

    @Test
    void aPatternMustMatchTheWholeValue() {
        assertThatCode(() -> patterned("[a-z]+").check("abc")).doesNotThrowAnyException();
        assertThatThrownBy(() -> patterned("[a-z]+").check("abc1")).hasMessageContaining("must match pattern");
    }

    @Test
    void aPatternThatWouldRunForEverIsStopped() {
        assertThatThrownBy(() -> patterned("a*a*a*a*a*a*a*a*b").check("a".repeat(200)))
                .hasMessageContaining("takes too long");
        assertThatThrownBy(() -> patterned("(a|b)*c").check("ab".repeat(200_000)))
                .hasMessageContaining("takes too long");
    }
}
