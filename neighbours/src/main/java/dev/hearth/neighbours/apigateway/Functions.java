package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How API Gateway reaches Lambda. Does not block. */
public interface Functions {

    /** What became of a call. */
    sealed interface Result {

        /** The function's result; {@code error} is empty, or {@code Unhandled} when it failed. */
        record Returned(ByteBuffer payload, String error) implements Result {}

        /** An event was accepted. */
        record Accepted() implements Result {}

        /** It did not run. */
        record Refused(Why why, String message) implements Result {}

        /** Why a function did not run. */
        enum Why {
            /** It runs too often already. */
            THROTTLED,
            /** There is none, or it may not be called. */
            MISSING,
            /** Everything else. */
            FAILED
        }
    }

    /**
     * Calls a function. Never completes exceptionally.
     *
     * @param function ARN or name, with a qualifier or without
     * @param event its payload
     * @param asynchronous whether to accept it as an event
     * @param requestId a UUID
     * @param trace {@code X-Amzn-Trace-Id}, or null
     */
    CompletionStage<Result> call(
            String function, byte[] event, boolean asynchronous, String requestId, @Nullable String trace);

    /** Whether a function's resource policy lets API Gateway call it for {@code sourceArn}. From memory. */
    boolean permits(String function, String sourceArn);
}
