package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ThrottleReason;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Reserved concurrency and throttles, with the AWS SDK for Java. */
@ExtendWith(SharedHearth.class)
class ConcurrencyTest {

    private static final String ONE = "def handler(e, c):\n    return 1\n";

    private final Hearth hearth;

    ConcurrencyTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void zeroReservedConcurrencyStopsAFunctionUntilItIsDeleted() {
        try (Function function = Function.python(hearth, ONE)) {
            assertThat(hearth.lambda()
                            .putFunctionConcurrency(
                                    put -> put.functionName(function.name()).reservedConcurrentExecutions(0))
                            .reservedConcurrentExecutions())
                    .isZero();

            TooManyRequestsException throttled = catchThrowableOfType(
                    TooManyRequestsException.class, () -> hearth.lambda().invoke(r -> r.functionName(function.name())));
            assertThat(throttled.statusCode()).isEqualTo(429);
            assertThat(throttled.reason())
                    .isEqualTo(ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
            assertThat(throttled.awsErrorDetails().errorMessage()).isEqualTo("Rate Exceeded.");

            hearth.lambda().deleteFunctionConcurrency(delete -> delete.functionName(function.name()));
            assertThat(function.invoke("{}").payload()).isEqualTo("1");
        }
    }

    @Test
    void reservedConcurrencyIsReadBackAndTakenOutOfTheAccounts() {
        try (Function function = Function.python(hearth, ONE)) {
            int before = settings().accountLimit().unreservedConcurrentExecutions();
            assertThat(reserved(function)).isNull();

            hearth.lambda()
                    .putFunctionConcurrency(
                            put -> put.functionName(function.name()).reservedConcurrentExecutions(7));
            assertThat(reserved(function)).isEqualTo(7);
            assertThat(hearth.lambda()
                            .getFunction(get -> get.functionName(function.name()))
                            .concurrency()
                            .reservedConcurrentExecutions())
                    .isEqualTo(7);
            assertThat(settings().accountLimit().concurrentExecutions()).isEqualTo(1000);
            assertThat(settings().accountLimit().unreservedConcurrentExecutions())
                    .isEqualTo(before - 7);
        }
        try (Function after = Function.python(hearth, ONE)) {
            assertThat(reserved(after)).isNull();
            assertThat(settings().accountLimit().unreservedConcurrentExecutions())
                    .isEqualTo(1000);
        }
    }

    @Test
    void oneHundredMustStayUnreserved() {
        try (Function function = Function.python(hearth, ONE)) {
            assertThatThrownBy(() -> hearth.lambda()
                            .putFunctionConcurrency(
                                    put -> put.functionName(function.name()).reservedConcurrentExecutions(901)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("Specified ReservedConcurrentExecutions for function decreases account's"
                            + " UnreservedConcurrentExecution below its minimum value of [100].");
        }
    }

    @Test
    void anUnknownFunctionHasNoConcurrency() {
        assertThatThrownBy(() -> hearth.lambda()
                        .putFunctionConcurrency(
                                put -> put.functionName("nobody").reservedConcurrentExecutions(1)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private Integer reserved(Function function) {
        return hearth.lambda()
                .getFunctionConcurrency(get -> get.functionName(function.name()))
                .reservedConcurrentExecutions();
    }

    private GetAccountSettingsResponse settings() {
        return hearth.lambda().getAccountSettings();
    }
}
