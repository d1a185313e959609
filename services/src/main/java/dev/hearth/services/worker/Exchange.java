package dev.hearth.services.worker;

import dev.hearth.core.Time;
import org.jspecify.annotations.Nullable;

/**
 * One request of a runtime that waits for its answer. Each is answered once; a second answer, or one after the
 * connection closed, has no effect. May be called from any thread.
 */
interface Exchange {

    /** Answers {@code next} with an invocation. */
    void deliver(Delivery delivery);

    /** Answers a request of the Extensions or Telemetry API. */
    void reply(ApiReply reply);

    /** Answers a post with 202. */
    void accept();

    /** Answers with one of the Runtime API's errors. */
    void refuse(RuntimeApiError error);

    /** Hands the body that is being posted on to {@code sink}, what came of it already first. */
    void stream(ResponseSink sink, String executedVersion, String contentType);

    /** Closes the connection without an answer. */
    void close();

    /**
     * An invocation as the Runtime API hands it out.
     *
     * @param deadlineMillis when it times out, milliseconds since the epoch
     * @param traceHeader for {@code Lambda-Runtime-Trace-Id}
     */
    record Delivery(
            Invocation invocation,
            long deadlineMillis,
            @Nullable String traceHeader) {

        /** {@code run} as it is handed out now. */
        static Delivery of(Run run, Time time) {
            Invocation invocation = run.invocation();
            long remaining = run.deadlineNanos() - time.nanos();
            long now = time.millis();
            return new Delivery(
                    invocation,
                    now + remaining / 1_000_000,
                    TraceHeaders.whole(invocation.traceHeader(), invocation.requestId(), now));
        }
    }
}
