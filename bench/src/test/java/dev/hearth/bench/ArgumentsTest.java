package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    private static final List<String> NAMES = List.of("start", "invoke", "simulation");

    private static Arguments parse(String line) {
        return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), NAMES);
    }

    @Test
    void understandsWhatARunThatFailedPrints() {
        Arguments arguments = parse("simulation --seed 42 --hosts 1000 --invocations 5 --json");
        assertThat(arguments.names()).containsExactly("simulation");
        assertThat(arguments.number(Arguments.SEED, 1)).isEqualTo(42);
        assertThat(arguments.number(Arguments.HOSTS, 1)).isEqualTo(1_000);
        assertThat(arguments.number(Arguments.INVOCATIONS, 1)).isEqualTo(5);
        assertThat(arguments.number(Arguments.SECONDS, 30)).isEqualTo(30);
        assertThat(arguments.json()).isTrue();
        assertThat(arguments.quick()).isFalse();
    }

    @Test
    void withoutANameAllAreMeant() {
        assertThat(parse("--quick").names()).isEmpty();
        assertThat(parse("").quick()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what",
                "start invoke",
                "--fast",
                "simulation --seed",
                "simulation --seed x",
                "start --seed 1",
                "--seconds 5"
            })
    void refusesTheRest(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(line));
    }

    @Test
    void wordsBelongToTheBenchmarkThatHasThem() {
        Arguments typed = Arguments.parse(
                List.of("cluster-kills", "--faults", "kill,cut-pair", "--kills", "10"), List.of("cluster-kills"));
        assertThat(typed.words(Arguments.FAULTS)).containsExactly("kill", "cut-pair");
        assertThat(typed.number(Arguments.KILLS, 1)).isEqualTo(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("kills", "--faults", "kill"), List.of("kills")))
                .withMessage("--faults");
    }
}
