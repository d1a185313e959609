package dev.hearth.services.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllotmentDecisionsTest {

    private static final int NONE = CountingDecisions.OF_ACCOUNT;
    private static final String RESERVED_BELOW_MINIMUM = "Specified ReservedConcurrentExecutions for function decreases"
            + " account's UnreservedConcurrentExecution below its minimum value of [100].";
    private static final String PROVISIONED_BELOW_MINIMUM = "Specified ConcurrentExecutions for function decreases"
            + " account's UnreservedConcurrentExecution below its minimum value of [100].";

    private static Allotment allotment(int reserved, int provisioned) {
        return new Allotment(reserved, provisioned == 0 ? Map.of() : Map.of("1", provisioned));
    }

    @ParameterizedTest(name = "unreserved {0}, reserved {1}, provisioned {2}: reserve {3} -> on-demand limit {4}")
    @CsvSource({
        "1000, -1, 0, 900, 900",
        "1000, -1, 0, 0, 0",
        "100, -1, 0, 0, 0",
        "500, 500, 0, 900, 900",
        "100, 900, 0, 900, 900",
        "50, 900, 0, 800, 800", // An account that was made smaller: giving units back is always right.
        "900, -1, 100, 900, 800",
        "900, -1, 100, 100, 0",
    })
    void reserves(int unreserved, int reserved, int provisioned, int wish, int onDemandLimit) {
        Allotment next = AllotmentDecisions.reserve(unreserved, 100, allotment(reserved, provisioned), wish);
        assertThat(next.reserved()).isEqualTo(wish);
        assertThat(next.committed()).isEqualTo(wish);
        assertThat(next.onDemandLimit()).isEqualTo(onDemandLimit);
    }

    @ParameterizedTest(name = "unreserved {0}, reserved {1}: reserve {2} is too much")
    @CsvSource({"1000, -1, 901", "100, -1, 1", "500, 500, 901", "10, -1, 1", "1000, -1, 2147483647"})
    void keepsTheMinimumUnreserved(int unreserved, int reserved, int wish) {
        refused(
                () -> AllotmentDecisions.reserve(unreserved, 100, allotment(reserved, 0), wish),
                RESERVED_BELOW_MINIMUM);
    }

    @Test
    void reservesNoLessThanIsProvisioned() {
        refused(
                () -> AllotmentDecisions.reserve(1_000, 100, allotment(NONE, 7), 6),
                "ReservedConcurrentExecutions 6 should not be lower than function's total provisioned"
                        + " concurrency [7].");
    }

    @ParameterizedTest(name = "unreserved {0}, reserved {1}, version 1 has {2}: provision 2 with {3} -> commits {4}")
    @CsvSource({"1000, -1, 0, 900, 900", "1000, -1, 50, 850, 900", "0, 60, 50, 10, 60", "100, 5, 0, 5, 5"})
    void provisions(int unreserved, int reserved, int provisioned, int wish, int committed) {
        Allotment before = allotment(reserved, provisioned);
        Allotment next = AllotmentDecisions.provision(unreserved, 100, before, "2", wish);
        assertThat(next.provisioned()).containsEntry("2", wish);
        assertThat(next.committed()).isEqualTo(committed);
        assertThat(next.withoutProvisioned("2")).isEqualTo(before);
    }

    @Test
    void provisioningAgainReplacesTheNumber() {
        Allotment next = AllotmentDecisions.provision(200, 100, allotment(NONE, 700), "1", 800);
        assertThat(next.provisioned()).containsExactly(Map.entry("1", 800));
        refused(
                () -> AllotmentDecisions.provision(200, 100, allotment(NONE, 700), "1", 801),
                PROVISIONED_BELOW_MINIMUM);
    }

    @Test
    void provisionsNoMoreThanIsReservedOrUnreserved() {
        refused(
                () -> AllotmentDecisions.provision(900, 100, allotment(60, 50), "2", 11),
                "Requested Provisioned Concurrency should not be greater than the"
                        + " reservedConcurrentExecution for function");
        refused(
                () -> AllotmentDecisions.provision(1_000, 100, Allotment.NONE, "2", Integer.MAX_VALUE),
                PROVISIONED_BELOW_MINIMUM);
    }

    @Test
    void onlyPublishedVersionsAndAliasesAreProvisioned() {
        refused(
                () -> AllotmentDecisions.provision(1_000, 100, Allotment.NONE, "$LATEST", 1),
                "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }

    @Test
    void unreservingLeavesWhatIsProvisionedCommitted() {
        Allotment next = AllotmentDecisions.unreserve(allotment(60, 50));
        assertThat(next.reservedConcurrency()).isEmpty();
        assertThat(next.committed()).isEqualTo(50);
        assertThat(next.onDemandLimit()).isEqualTo(NONE);
    }

    private static void refused(ThrowingCallable wish, String message) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(wish)
                .extracting(FaultException::fault)
                .isEqualTo(new Fault(Fault.Kind.INVALID_PARAMETER, message));
    }
}
