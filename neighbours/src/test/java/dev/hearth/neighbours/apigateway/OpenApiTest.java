package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Definitions that would fill the memory. */
@Timeout(120)
class OpenApiTest {

    private static final String HEAD = "openapi: 3.0.1\n";

    @Test
    void aliasesAreRead() {
        OpenApi read = OpenApi.read(HEAD + "x: &x {get: {}}\npaths: {/a: *x, /b: *x}\n");
        assertThat(read.operations()).hasSize(2);
    }

    @Test
    void whatBecomesTooLargeIsRefused() {
        StringBuilder laughs = new StringBuilder(HEAD).append("a0: &a0 [1]\n");
        for (int i = 1; i <= 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> OpenApi.read(laughs.toString())).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> OpenApi.read(HEAD + "a: &a [*a]\n")).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> OpenApi.read(HEAD + "a: " + "[".repeat(100_000)))
                .isInstanceOf(FaultException.class);
    }
}
