package dev.hearth.services.worker;

import java.util.concurrent.CompletableFuture;

/**
 * One invocation inside an environment.
 *
 * @param caller completed when the caller gets its answer
 * @param startNanos when it was delivered, or came while the environment could not take it yet
 * @param deadlineNanos when it times out
 */
record Run(Invocation invocation, CompletableFuture<InvocationResult> caller, long startNanos, long deadlineNanos) {

    String requestId() {
        return invocation.requestId();
    }

    /** This run, delivered only now. */
    Run deliveredAt(long nowNanos) {
        return new Run(invocation, caller, nowNanos, nowNanos + (deadlineNanos - startNanos));
    }
}
