package dev.hearth.services.worker;

/** What the shell of an execution environment is told to do, in the order told. */
sealed interface EnvironmentAction {

    /** Start a sandbox and the runtime in it. */
    record StartSandbox() implements EnvironmentAction {}

    /** Tell who started the environment. */
    record Report(EnvironmentStart.Started start) implements EnvironmentAction {}

    /** Tell who started the environment that there is none. */
    record ReportRefused(dev.hearth.core.Fault fault) implements EnvironmentAction {}

    /** The init phase is over and well; note how long it took when {@code counted}. */
    record InitDone(boolean counted) implements EnvironmentAction {}

    /** Write the INIT_REPORT of a failed init. */
    record InitReport(String phase, String status) implements EnvironmentAction {}

    /** Write the START line. */
    record OpenLog(Run run) implements EnvironmentAction {}

    /** Give an invocation to the runtime. */
    record Deliver(Exchange next, Run run) implements EnvironmentAction {}

    /** Hand the response that is being posted on to the invocation's sink. */
    record Stream(Exchange exchange, Run run, ResponseSink sink, String contentType) implements EnvironmentAction {}

    /** Answer a post with 202. */
    record Accept(Exchange exchange) implements EnvironmentAction {}

    /** Answer a request with an error. */
    record Refuse(Exchange exchange, RuntimeApiError error) implements EnvironmentAction {}

    /** Close the connection of a request that will have no answer. */
    record Drop(Exchange exchange) implements EnvironmentAction {}

    /** Give the caller its answer, with the log's tail when it asked for it. */
    record Answer(Run run, Outcome outcome, boolean reusable) implements EnvironmentAction {}

    /** Tell the caller that nothing ran. */
    record AnswerUndelivered(Run run) implements EnvironmentAction {}

    /** Read all output so far into the log, then say so. */
    record Drain() implements EnvironmentAction {}

    /** Write the error line if there is one, END and REPORT. */
    record CloseLog(Run run, Outcome outcome) implements EnvironmentAction {}

    /** Read all output so far into the log, then let everything inside stand still. */
    record Freeze() implements EnvironmentAction {}

    /** Let everything inside go on. */
    record Thaw() implements EnvironmentAction {}

    /** Answer a request of the Extensions or Telemetry API. */
    record Reply(Exchange exchange, ApiReply reply) implements EnvironmentAction {}

    /** Let a runtime go on that waited to become a snapshot. */
    record Wake(Exchange exchange) implements EnvironmentAction {}

    /** Tell an extension its identifier, and the account when it asked for that. */
    record Registered(Exchange exchange, Extensions.Extension extension, boolean accountId)
            implements EnvironmentAction {}

    /** Send telemetry to an extension from now on. */
    record SubscribeTelemetry(String extensionId, String name, TelemetrySubscription subscription)
            implements EnvironmentAction {}

    /** Tell an extension of an invocation. */
    record TellInvoke(Exchange next, String extensionId, Run run) implements EnvironmentAction {}

    /** Tell an extension that the environment shuts down. */
    record TellShutdown(Exchange next, String extensionId, String reason, long deadlineNanos)
            implements EnvironmentAction {}

    /** Send SIGTERM to the runtime, and let it and these extensions end by themselves. */
    record Stop(java.util.Set<String> awaited) implements EnvironmentAction {}

    /** Kill the sandbox. */
    record Kill() implements EnvironmentAction {}

    /** Tell the worker that the environment can serve no more. */
    record Gone() implements EnvironmentAction {}

    /** Forget the environment and close what it holds. */
    record Forget() implements EnvironmentAction {}
}
