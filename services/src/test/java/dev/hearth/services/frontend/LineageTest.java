package dev.hearth.services.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    /** The invocation that is one too many when {@code circle} functions call each other behind {@code before}. */
    private static int stopped(int before, int circle) {
        String header = null;
        for (int i = 0; i < 2_000; i++) {
            String function = ARN + (i < before ? "before" + i : "f" + (i - before) % circle);
            Lineage lineage = Lineage.entered(Lineage.of(header), function);
            if (lineage.isTooLong(function)) {
                return i;
            }
            header = lineage.in(header);
        }
        return -1;
    }

    @Test
    void aFunctionThatCallsItselfRunsSixteenTimes() {
        assertThat(stopped(0, 1)).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16})
    void aCircleIsFoundWhereverTheChainEnteredIt(int circle) {
        assertThat(stopped(0, circle)).isEqualTo(16 * circle);
        assertThat(stopped(3, circle)).isPositive();
    }

    @Test
    void aChainThatIsNoCircleGoesOn() {
        assertThat(stopped(2_000, 1)).isEqualTo(-1);
    }

    @Test
    void theFieldStandsBesideTheOthersAndAQualifierMakesNoOtherFunction() {
        String first = Lineage.header("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", ARN + "f:1");
        assertThat(first).matches("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;Lineage=1:[0-9a-f]{8}:0");
        assertThat(Lineage.header(first, ARN + "f:prod")).endsWith(":1").doesNotContain(";;");
        assertThat(Lineage.loops(Lineage.header(first, ARN + "f"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lineage=", "Lineage=1:xyz:0", "Lineage=1:00000000", "Root=1;Lineage=1:00000000:999999"})
    void whatIsNoLineageBeginsAChain(String header) {
        assertThat(Lineage.of(header)).isNull();
    }
}
