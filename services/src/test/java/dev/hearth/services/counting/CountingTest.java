package dev.hearth.services.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.services.counting.Reservation.Kind;
import dev.hearth.services.counting.Reservation.Lapsed;
import dev.hearth.services.counting.Reservation.Throttled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountingTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:one";
    private static final String OTHER = "arn:aws:lambda:us-east-1:000000000000:function:other";
    private static final String LATEST = "$LATEST";

    private final VirtualPorts virtual = new VirtualPorts(Instant.EPOCH, 1);
    private final CountingLimits limits = CountingLimits.DEFAULTS;
    private final Counting counting = Counting.create(limits, virtual.ports());
    private final Holder holder = counting.enterResident("frontend");

    private Granted granted(String arn, String qualifier) {
        return (Granted) counting.reserve(arn, qualifier, holder);
    }

    private List<Granted> granted(int count, String arn) {
        List<Granted> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(granted(arn, LATEST));
        }
        return result;
    }

    private void throttled(String arn, ThrottleReason reason) {
        assertThat(counting.reserve(arn, LATEST, holder))
                .isEqualTo(new Throttled(reason, new Fault(Fault.Kind.THROTTLED, reason.message(), reason.awsName())));
    }

    @Test
    void theAccountsUnreservedConcurrencyIsSharedAndLimited() {
        List<Granted> one = granted(600, ARN);
        granted(400, OTHER);
        throttled(ARN, ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        throttled(OTHER, ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(counting.release(one.getFirst())).isTrue();
        granted(OTHER, LATEST);
        throttled(ARN, ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(counting.usage().inUse()).isEqualTo(1_000);
        assertThat(counting.usage(ARN).inUse()).isEqualTo(599);
        assertThat(counting.usage().throttles()).containsEntry(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED, 3L);
        assertThat(counting.usage(ARN).throttles())
                .containsEntry(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED, 2L)
                .hasSize(ThrottleReason.values().length);
    }

    @Test
    void aThrottleSaysWhatLambdaSays() {
        counting.putFunctionConcurrency(ARN, 0);
        assertThat(counting.reserve(ARN, LATEST, holder))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.fault())
                                .isEqualTo(new Fault(
                                        Fault.Kind.THROTTLED,
                                        "Rate Exceeded.",
                                        "ReservedFunctionConcurrentInvocationLimitExceeded")));
    }

    @Test
    void whatRunsAlreadyCountsEvenPastTheLimitUntilItIsGivenBack() {
        counting.putFunctionConcurrency(ARN, 1);
        List<Granted> adopted = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            adopted.add((Granted) counting.adopt(ARN, holder));
        }
        assertThat(counting.usage(ARN).inUse()).isEqualTo(2);
        assertThat(counting.usage().unreservedInUse()).isZero();
        assertThat(counting.release(adopted.getFirst())).isTrue();
        throttled(ARN, ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(counting.release(adopted.getLast())).isTrue();
        granted(ARN, LATEST);
        counting.adopt(OTHER, holder);
        assertThat(counting.usage().unreservedInUse()).isEqualTo(1);
        counting.leave(holder);
        assertThat(counting.usage().inUse()).isZero();
        assertThat(counting.adopt(ARN, holder)).isInstanceOf(Lapsed.class);
    }

    @Test
    void aReleaseCountsOnce() {
        Granted first = granted(ARN, LATEST);
        Granted second = granted(ARN, LATEST);
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(counting.release(first)).isTrue();
        assertThat(counting.release(first)).isFalse();
        assertThat(counting.usage().inUse()).isEqualTo(1);
        assertThat(holder.outstanding()).isEqualTo(1);
        assertThat(counting.release(second)).isTrue();
        assertThat(counting.usage().inUse()).isZero();
    }

    @Test
    void reservedConcurrencyIsTheFunctionsAloneAndItsCap() {
        counting.putFunctionConcurrency(ARN, 2);
        granted(2, ARN);
        throttled(ARN, ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        granted(998, OTHER);
        throttled(OTHER, ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(counting.usage().inUse()).isEqualTo(1_000);
        assertThat(counting.usage().unreservedConcurrentExecutions()).isEqualTo(998);
    }

    @Test
    void whatRunsAlreadyCountsAgainstANewReservation() {
        List<Granted> running = granted(5, ARN);
        counting.putFunctionConcurrency(ARN, 3);
        throttled(ARN, ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(counting.usage().unreservedInUse()).isZero();
        assertThat(counting.usage().inUse()).isEqualTo(5);
        running.subList(0, 3).forEach(counting::release);
        granted(ARN, LATEST);
        throttled(ARN, ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        counting.deleteFunctionConcurrency(ARN);
        assertThat(counting.usage().unreservedInUse()).isEqualTo(3);
        assertThat(counting.usage().unreservedConcurrentExecutions()).isEqualTo(1_000);
    }

    @Test
    void provisionedConcurrencyServesFirstAndSpillsOver() {
        counting.putFunctionConcurrency(ARN, 3);
        counting.putProvisionedConcurrency(ARN, "live", 2);
        assertThat(granted(ARN, "live").kind()).isEqualTo(Kind.ON_DEMAND); // None is ready yet.
        throttled(ARN, ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        counting.provisionedAvailable(ARN, "live", 9);
        assertThat(granted(ARN, "live").kind()).isEqualTo(Kind.PROVISIONED);
        assertThat(granted(ARN, "live").kind()).isEqualTo(Kind.PROVISIONED);
        assertThat(counting.reserve(ARN, "live", holder)).isInstanceOf(Throttled.class);
        assertThat(counting.usage(ARN).provisioned()).containsEntry("live", new FunctionUsage.Provisioned(2, 2, 2));
        assertThat(counting.usage().inUse()).isEqualTo(3);
    }

    @Test
    void provisionedConcurrencyIsTakenOutOfTheUnreservedWhetherUsedOrNot() {
        counting.putProvisionedConcurrency(ARN, "1", 400);
        granted(600, OTHER);
        throttled(OTHER, ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        counting.deleteProvisionedConcurrency(ARN, "1");
        granted(400, OTHER);
        throttled(OTHER, ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    }

    @Test
    void deletingProvisionedConcurrencyMovesWhatRunsToOnDemand() {
        counting.putFunctionConcurrency(ARN, 2);
        counting.putProvisionedConcurrency(ARN, "1", 2);
        counting.provisionedAvailable(ARN, "1", 2);
        Granted running = granted(ARN, "1");
        counting.deleteProvisionedConcurrency(ARN, "1");
        assertThat(counting.usage(ARN).onDemandInUse()).isEqualTo(1);
        granted(ARN, "1");
        throttled(ARN, ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
        assertThat(counting.release(running)).isTrue();
        assertThat(counting.usage(ARN).inUse()).isEqualTo(1);
    }

    @Test
    void aForgottenFunctionGivesItsReservationBackAndStillCountsWhatRuns() {
        counting.putFunctionConcurrency(ARN, 900);
        Granted running = granted(ARN, LATEST);
        counting.forget(ARN);
        assertThat(counting.usage().unreservedConcurrentExecutions()).isEqualTo(1_000);
        assertThat(counting.usage().functions()).isEmpty();
        assertThat(counting.usage().inUse()).isEqualTo(1);
        counting.release(running);
        assertThat(counting.usage().inUse()).isZero();
    }

    @Test
    void anAccountSmallerThanTheMinimumCanReserveNothingButStopFunctions() {
        Counting small = Counting.create(limits.withConcurrentExecutions(10), virtual.ports());
        small.putFunctionConcurrency(ARN, 0);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> small.putFunctionConcurrency(OTHER, 1))
                .withMessageEndingWith("below its minimum value of [10].");
    }

    @Test
    void aRefusedConfigurationChangesNothing() {
        counting.putFunctionConcurrency(ARN, 500);
        CountingUsage before = counting.usage();
        assertThatExceptionOfType(FaultException.class).isThrownBy(() -> counting.putFunctionConcurrency(ARN, 901));
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> counting.putProvisionedConcurrency(ARN, "1", 501));
        assertThat(counting.usage()).isEqualTo(before);
    }

    @Test
    void aHolderThatStopsItsHeartbeatsGivesEverythingBack() {
        Holder dying = counting.enter("poller");
        Granted lost = (Granted) counting.reserve(ARN, LATEST, dying);
        counting.reserve(OTHER, LATEST, dying);
        Duration half = limits.holderLease().dividedBy(2);
        virtual.advance(half);
        assertThat(counting.renew(dying)).isTrue();
        virtual.advance(limits.holderLease().minusNanos(1));
        assertThat(counting.usage().inUse()).isEqualTo(2);
        virtual.advance(Duration.ofNanos(1));
        assertThat(counting.usage().inUse()).isZero();
        assertThat(dying.alive()).isFalse();
        assertThat(counting.renew(dying)).isFalse();
        assertThat(counting.release(lost)).isFalse();
        assertThat(counting.reserve(ARN, LATEST, dying)).isEqualTo(new Lapsed());
        assertThat(counting.usage().inUse()).isZero();
        assertThat(counting.usage().holders()).isEqualTo(1);
    }

    @Test
    void aResidentHolderNeedsNoHeartbeat() {
        granted(ARN, LATEST);
        virtual.advance(Duration.ofDays(1));
        assertThat(counting.usage().inUse()).isEqualTo(1);
    }

    @Test
    void whoeverTakesANameEndsItsPredecessor() {
        Holder before = counting.enter("host-1");
        Granted lost = (Granted) counting.reserve(ARN, LATEST, before);
        Holder after = counting.enter("host-1");
        assertThat(after.token()).isGreaterThan(lost.token());
        assertThat(counting.release(lost)).isFalse();
        assertThat(counting.usage().inUse()).isZero();
        counting.leave(before);
        assertThat(after.alive()).isTrue();
        assertThat(counting.reserve(ARN, LATEST, after)).isInstanceOf(Granted.class);
        assertThat(counting.usage().holders()).isEqualTo(2);
    }

    @Test
    void aFunctionGetsAThousandEnvironmentsInTenSecondsAndNoMore() {
        assertThat(environments(ARN, 2_000)).isEqualTo(1_000);
        assertThat(counting.throttleNewEnvironment(ARN).map(Throttled::reason))
                .contains(ThrottleReason.FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED);
        virtual.advance(Duration.ofMillis(100));
        assertThat(environments(ARN, 2_000)).as("refilled continuously").isEqualTo(10);
        virtual.advance(Duration.ofMillis(9));
        assertThat(environments(ARN, 1)).isZero();
        virtual.advance(Duration.ofHours(1));
        assertThat(environments(ARN, 2_000)).as("nothing is carried over").isEqualTo(1_000);
        assertThat(environments(OTHER, 1)).as("each function for itself").isEqualTo(1);
        counting.putFunctionConcurrency(ARN, 10);
        assertThat(counting.throttleNewEnvironment(ARN).map(Throttled::reason))
                .contains(ThrottleReason.RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED);
    }

    private int environments(String arn, int wishes) {
        int allowed = 0;
        for (int i = 0; i < wishes; i++) {
            Optional<Throttled> refusal = counting.throttleNewEnvironment(arn);
            allowed += refusal.isEmpty() ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void invocationRatesAreLimitedWhenAskedFor() {
        Counting rated = Counting.create(
                new CountingLimits(
                        1_000,
                        1_000,
                        Duration.ofSeconds(10),
                        CountingLimits.AWS_REQUESTS_PER_UNIT,
                        25,
                        limits.holderLease()),
                virtual.ports());
        Holder caller = rated.enterResident("caller");
        rated.putFunctionConcurrency(ARN, 2);
        assertThat(served(rated, caller, ARN, 30)).isEqualTo(20);
        assertThat(served(rated, caller, OTHER, 30)).isZero();
        assertThat(rated.usage().throttles())
                .containsEntry(ThrottleReason.RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED, 5L)
                .containsEntry(ThrottleReason.CALLER_RATE_LIMIT_EXCEEDED, 35L);
        virtual.advance(Duration.ofSeconds(1));
        assertThat(served(rated, caller, OTHER, 30)).isEqualTo(25);
        assertThat(rated.usage().inUse()).isZero();
    }

    private static int served(Counting counting, Holder holder, String arn, int wishes) {
        int served = 0;
        for (int i = 0; i < wishes; i++) {
            if (counting.reserve(arn, LATEST, holder) instanceof Granted granted) {
                served++;
                counting.release(granted);
            }
        }
        return served;
    }
}
