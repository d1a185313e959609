package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.InvocationTimes;
import dev.hearth.neighbours.apigateway.GatewayRequest;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.policy.PolicyVerdict;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.registry.FunctionUrl;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to a function URL.
 *
 * @param address which, as the request says
 * @param url null when there is none
 * @param head of the request
 * @param sourceIp of the caller
 */
record UrlTarget(UrlAddress address, @Nullable FunctionUrl url, RequestHead head, String sourceIp) implements Target {

    static final String FORBIDDEN = "Forbidden. For troubleshooting Function URL authorization issues, see: "
            + "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Whether the caller must sign. A browser's preflight is never signed. */
    boolean isSigned() {
        return url != null && url.authType() == FunctionUrl.AuthType.AWS_IAM && !UrlCors.isPreflight(url, head);
    }

    @Override
    public int bodyLimit() {
        return Limits.INVOKE_BODY_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        return EdgeError.TOO_LARGE.json("Request Entity Too Large");
    }

    @Override
    public @Nullable ServedApi api() {
        return null;
    }

    /** An error of the edge's in the form of function URLs. */
    @Override
    public Reply plain(AwsError error) {
        String message = error.code().equals("MissingAuthenticationTokenException") ? FORBIDDEN : error.message();
        String type = message.equals(FORBIDDEN) ? "AccessDeniedException" : error.code();
        return new Reply(error.status(), "application/json", Map.of("x-amzn-ErrorType", type), message(message));
    }

    static byte[] message(String message) {
        return JsonWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("Message", message);
            json.writeEndObject();
        });
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        if (url == null) {
            exchange.answer(new AwsError("AccessDeniedException", 403, FORBIDDEN, ""));
            return;
        }
        UrlForm form = new UrlForm(url, head);
        if (UrlCors.isPreflight(url, head)) {
            preflight(exchange, url);
        } else if (!METHODS.contains(head.method())) {
            form.refuse(exchange, 405, "Method Not Allowed");
        } else if (!isAllowed(exchange, url)) {
            form.refuse(exchange, 403, FORBIDDEN);
        } else {
            invoke(exchange, url, form, body);
        }
    }

    /** A URL of the type NONE has the function's own policy to open it. */
    private boolean isAllowed(Exchange exchange, FunctionUrl to) {
        EdgeParts parts = exchange.loop().parts();
        boolean open =
                to.authType() == FunctionUrl.AuthType.NONE && parts.urls().isOpen(to);
        return parts.decisions()
                .allows(new AccessRequest(
                        exchange.caller(),
                        "lambda",
                        "InvokeFunctionUrl",
                        to.function(),
                        open ? PolicyVerdict.Effect.ALLOWED : PolicyVerdict.Effect.IMPLICIT_DENY));
    }

    private void preflight(Exchange exchange, FunctionUrl to) {
        HttpServerResponse response = exchange.begin(200);
        if (response != null && to.cors() != null) {
            UrlCors.applyPreflight(to.cors(), head, response.headers());
            response.end();
        }
    }

    private void invoke(Exchange exchange, FunctionUrl to, UrlForm form, Body body) {
        EdgeParts parts = exchange.loop().parts();
        Caller caller = exchange.caller();
        GatewayRequest.Signature.Signed signedBy = isSigned()
                ? new GatewayRequest.Signature.Signed(
                        exchange.call().accessKeyId(), caller.account(), caller.arn(), caller.userId())
                : null;
        byte[] event = new UrlEvent(
                        address,
                        head,
                        sourceIp,
                        exchange.requestId(),
                        signedBy,
                        parts.scope(),
                        parts.ports().time().instant())
                .write(body.bytes());
        StreamedAnswer answer = new StreamedAnswer(exchange, form);
        InvokeCommand command = new InvokeCommand(
                exchange.requestId(),
                to.function(),
                to.alias(),
                InvokeCommand.Type.REQUEST_RESPONSE,
                ByteBuffer.wrap(event).asReadOnlyBuffer(),
                null,
                head.header("X-Amzn-Trace-Id"),
                false,
                to.invokeMode() == FunctionUrl.InvokeMode.RESPONSE_STREAM ? answer : null,
                null,
                new InvocationTimes().received(exchange.wholeNanos()));
        parts.frontend().invoke(command).whenComplete(answer::complete);
    }
}
