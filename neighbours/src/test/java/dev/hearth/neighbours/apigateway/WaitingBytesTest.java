package dev.hearth.neighbours.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingBytesTest {

    @Test
    void whatIsTakenIsLimitedAndCanBeGivenBack() {
        WaitingBytes bytes = new WaitingBytes(WaitingBytes.size("abcde"));
        assertThat(bytes.take("abcde")).isTrue();
        assertThat(bytes.take("")).isFalse();
        assertThat(bytes.taken()).isEqualTo(WaitingBytes.size("abcde"));
        bytes.give("abcde");
        assertThat(bytes.taken()).isZero();
        assertThat(bytes.take("")).isTrue();
    }
}
