package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.sandbox.SandboxEnd;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** What can happen to an execution environment. */
sealed interface EnvironmentEvent extends LifeEvent {

    /** The driver returned the sandbox; {@code restored} when it woke from a snapshot. */
    record SandboxMade(boolean restored) implements EnvironmentEvent {}

    /** The driver could not make a sandbox. */
    record SandboxRefused(Fault fault) implements EnvironmentEvent {}

    /** The code has nothing that could be started. */
    record EntrypointInvalid(String message) implements EnvironmentEvent {}

    /** The runtime asked for an invocation. */
    record Next(Exchange exchange) implements EnvironmentEvent {}

    /** The runtime posted a response. */
    record Responded(Exchange exchange, String requestId, ByteBuffer payload) implements EnvironmentEvent {}

    /** What happens on the way of a response that is streamed; its regular end is one of the events below. */
    sealed interface StreamEvent extends EnvironmentEvent {

        /** The runtime began to stream a response. */
        record Streams(Exchange exchange, String requestId, String contentType) implements StreamEvent {}

        /** The connection closed before a streamed response was whole. */
        record Truncated(Exchange exchange, String requestId) implements StreamEvent {}
    }

    /** The runtime posted an invocation's error; {@code errorType} is empty when it named none. */
    record Erred(Exchange exchange, String requestId, String errorType, ByteBuffer payload)
            implements EnvironmentEvent {}

    /** The runtime posted a response or an error of {@code size} bytes, which is over the limit. */
    record Oversized(Exchange exchange, String requestId, long size) implements EnvironmentEvent {}

    /** The runtime posted that its init failed. */
    record InitErred(Exchange exchange, String errorType, ByteBuffer payload) implements EnvironmentEvent {}

    /** The connection of a waiting {@code next} closed. */
    record Disconnected(Exchange exchange) implements EnvironmentEvent {}

    /** A caller wants {@code invocation} run. */
    record Invoke(Invocation invocation, CompletableFuture<InvocationResult> caller) implements EnvironmentEvent {}

    /** All output of the invocation that ended is in the log. */
    record Drained() implements EnvironmentEvent {}

    /** The sandbox is gone. */
    record SandboxEnded(SandboxEnd end) implements EnvironmentEvent {}

    /** An extension ended or gave up; the environment cannot go on without it. */
    record ExtensionFailed(String errorType, String message) implements EnvironmentEvent {}

    /** The deadline may have passed. */
    record Tick() implements EnvironmentEvent {}

    /** The environment is to go. */
    record Destroy() implements EnvironmentEvent {}
}
