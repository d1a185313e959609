package dev.hearth.services.counting;

/**
 * Why an invocation was throttled, in the words of {@code ThrottleReason} of Lambda's API model. Which of them Lambda
 * gives for the scaling rate is not documented; a rate of one function is what the two rate reasons say, so they are
 * used for it.
 */
public enum ThrottleReason {
    /** The account's unreserved concurrency is used up. */
    CONCURRENT_INVOCATION_LIMIT_EXCEEDED("ConcurrentInvocationLimitExceeded"),
    /** A function without reserved concurrency grows, or is called, too fast. */
    FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED("FunctionInvocationRateLimitExceeded"),
    /** The function's reserved concurrency is used up; always, when it is 0. */
    RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED("ReservedFunctionConcurrentInvocationLimitExceeded"),
    /** A function with reserved concurrency grows, or is called, too fast. */
    RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED("ReservedFunctionInvocationRateLimitExceeded"),
    /** The account calls too fast. */
    CALLER_RATE_LIMIT_EXCEEDED("CallerRateLimitExceeded");

    private final String awsName;

    ThrottleReason(String awsName) {
        this.awsName = awsName;
    }

    /** The value of {@code Reason} in a {@code TooManyRequestsException}. */
    public String awsName() {
        return awsName;
    }

    /** The message beside it; Lambda writes the caller's rate differently from the rest. */
    public String message() {
        return switch (this) {
            case CALLER_RATE_LIMIT_EXCEEDED -> "Rate exceeded";
            case CONCURRENT_INVOCATION_LIMIT_EXCEEDED,
                    FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED,
                    RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED,
                    RESERVED_FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED -> "Rate Exceeded.";
        };
    }
}
