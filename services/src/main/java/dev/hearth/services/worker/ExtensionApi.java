package dev.hearth.services.worker;

import static dev.hearth.services.worker.JsonText.quoted;

/** The Extensions API's answers, field by field as Lambda documents them ("Lambda Extensions API"). */
final class ExtensionApi {

    private static final String IDENTIFIER = "Lambda-Extension-Identifier";
    private static final String EVENT_IDENTIFIER = "Lambda-Extension-Event-Identifier";

    private final EnvironmentSpec spec;
    private final String accountId;

    ExtensionApi(EnvironmentSpec spec, String accountId) {
        this.spec = spec;
        this.accountId = accountId;
    }

    ApiReply registered(String extensionId, boolean withAccount) {
        String account = withAccount ? ",\"accountId\":" + quoted(accountId) : "";
        return ApiReply.json(
                200,
                IDENTIFIER,
                extensionId,
                "{\"functionName\":" + quoted(spec.functionName()) + ",\"functionVersion\":" + quoted(spec.version())
                        + ",\"handler\":" + quoted(spec.handler()) + account + "}");
    }

    ApiReply invoke(String extensionId, Exchange.Delivery delivery) {
        Invocation invocation = delivery.invocation();
        String trace = delivery.traceHeader() == null ? "" : delivery.traceHeader();
        return ApiReply.json(
                200,
                EVENT_IDENTIFIER,
                extensionId,
                "{\"eventType\":\"INVOKE\",\"deadlineMs\":" + delivery.deadlineMillis() + ",\"requestId\":"
                        + quoted(invocation.requestId()) + ",\"invokedFunctionArn\":"
                        + quoted(invocation.invokedFunctionArn())
                        + ",\"tracing\":{\"type\":\"X-Amzn-Trace-Id\",\"value\":" + quoted(trace) + "}}");
    }

    ApiReply shutdown(String extensionId, String reason, long deadlineMillis) {
        return ApiReply.json(
                200,
                EVENT_IDENTIFIER,
                extensionId,
                "{\"eventType\":\"SHUTDOWN\",\"shutdownReason\":" + quoted(reason) + ",\"deadlineMs\":" + deadlineMillis
                        + "}");
    }
}
