package dev.hearth.services.worker;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An operation of the Extensions API (2020-01-01), the Telemetry API (2022-07-01) or the Logs API (2020-08-15). */
enum ExtensionOperation {
    REGISTER("POST", "/2020-01-01/extension/register"),
    NEXT("GET", "/2020-01-01/extension/event/next"),
    INIT_ERROR("POST", "/2020-01-01/extension/init/error"),
    EXIT_ERROR("POST", "/2020-01-01/extension/exit/error"),
    TELEMETRY("PUT", "/2022-07-01/telemetry"),
    LOGS("PUT", "/2020-08-15/logs");

    /** The Telemetry API took the Logs API's place. */
    static final ApiReply LOGS_SUPERSEDED = ApiReply.refused(
            403, "Logs.NotSupported", "Logs API is not supported; use the Telemetry API (2022-07-01) instead");

    private final String method;
    private final String path;

    ExtensionOperation(String method, String path) {
        this.method = method;
        this.path = path;
    }

    static @Nullable ExtensionOperation of(HttpMethod method, String path) {
        for (ExtensionOperation operation : values()) {
            if (operation.path.equals(path) && operation.method.equals(method.name())) {
                return operation;
            }
        }
        return null;
    }

    ExtensionRequest request(ExtensionHeaders headers, ByteBuffer body, RuntimeApiListener listener) {
        return switch (this) {
            case REGISTER ->
                new ExtensionRequest.Register(
                        headers.name(),
                        headers.features().contains("accountId"),
                        ExtensionBodies.events(body),
                        listener.newExtensionId());
            case NEXT -> new ExtensionRequest.Next(headers.id());
            case INIT_ERROR -> new ExtensionRequest.Failed(headers.id(), true, headers.errorType());
            case EXIT_ERROR -> new ExtensionRequest.Failed(headers.id(), false, headers.errorType());
            case TELEMETRY -> new ExtensionRequest.Subscribe(headers.id(), ExtensionBodies.subscription(body));
            case LOGS -> throw new IllegalStateException("answered before");
        };
    }
}
