package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.aws.InvokeRequest.Form;
import dev.hearth.core.InvocationTimes;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Invoke: the hot path, without the generic codec. The payload goes on as it came and comes back as it was
 * made. InvokeWithResponseStream and InvokeAsync are the same but for their answers.
 *
 * @param api Lambda's
 * @param request what is asked of it
 */
record InvokeTarget(ServedApi api, InvokeRequest request) implements Target {

    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final String PREFIX = "/2015-03-31/functions/";
    private static final String SUFFIX = "/invocations";
    private static final String STREAM_PREFIX = "/2021-11-15/functions/";
    private static final String STREAM_SUFFIX = "/response-streaming-invocations";
    private static final String ASYNC_PREFIX = "/2014-11-13/functions/";
    private static final String ASYNC_SUFFIX = "/invoke-async";

    /** The target when {@code head} is an invocation, else null. */
    static @Nullable InvokeTarget of(ServedApi api, RequestHead head) {
        if (!head.method().equals("POST")) {
            return null;
        }
        String function = between(head.path(), PREFIX, SUFFIX);
        if (function != null) {
            return of(api, function, head, Form.WHOLE);
        }
        function = between(head.path(), STREAM_PREFIX, STREAM_SUFFIX);
        if (function != null) {
            return of(api, function, head, Form.STREAMED);
        }
        String path = head.path();
        String asynchronous = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        function = between(asynchronous, ASYNC_PREFIX, ASYNC_SUFFIX);
        return function == null ? null : of(api, function, head, Form.ASYNC);
    }

    private static InvokeTarget of(ServedApi api, String function, RequestHead head, Form form) {
        return new InvokeTarget(api, new InvokeRequest(Percent.decodeSegment(function), head, form));
    }

    private static @Nullable String between(String path, String prefix, String suffix) {
        int end = path.length() - suffix.length();
        return path.startsWith(prefix)
                        && path.endsWith(suffix)
                        && end > prefix.length()
                        && path.indexOf('/', prefix.length()) == end
                ? path.substring(prefix.length(), end)
                : null;
    }

    /** The request in {@code head} when it is an Invoke, whatever API it claims to be for; else null. */
    static @Nullable InvokeRequest invoke(RequestHead head) {
        String function = head.method().equals("POST") ? between(head.path(), PREFIX, SUFFIX) : null;
        return function == null ? null : new InvokeRequest(Percent.decodeSegment(function), head, Form.WHOLE);
    }

    @Override
    public int bodyLimit() {
        return request.form() == Form.ASYNC ? Limits.INVOKE_ASYNC_BODY_BYTES : Limits.INVOKE_BODY_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        String message = "Request must be smaller than " + bodyLimit() + " bytes for the "
                + (request.form() == Form.ASYNC ? "InvokeAsync" : "InvokeFunction") + " operation";
        return new AwsError("RequestTooLargeException", 413, message, "");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        AwsError refusal = request.refusal(exchange.loop().json(), body.bytes());
        if (refusal != null) {
            exchange.answer(refusal);
            return;
        }
        exchange.require("lambda", "InvokeFunction", request.function());
        StreamedAnswer stream =
                request.form() == Form.STREAMED ? new StreamedAnswer(exchange, new EventStreamForm(api)) : null;
        InvokeCommand command = request.command(exchange.requestId(), body.bytes(), stream, exchange.wholeNanos());
        CompletionStage<InvokeOutcome> end = exchange.loop().parts().frontend().invoke(command);
        if (stream == null) {
            end.whenComplete((outcome, bug) -> exchange.loop().run(() -> answer(exchange, command, outcome, bug)));
        } else {
            end.whenComplete(stream::complete);
        }
    }

    private void answer(
            Exchange exchange, InvokeCommand command, @Nullable InvokeOutcome outcome, @Nullable Throwable bug) {
        switch (outcome) {
            case InvokeOutcome.Answered answered -> answer(exchange, command.times(), answered);
            case InvokeOutcome.Accepted _ -> empty(exchange.begin(ACCEPTED));
            case InvokeOutcome.WouldRun _ -> empty(exchange.begin(NO_CONTENT));
            case InvokeOutcome.Refused refused -> exchange.answer(api.api().error(refused.fault()));
            case null -> exchange.failed(new IllegalStateException("The frontend must answer", bug));
        }
    }

    private static void empty(@Nullable HttpServerResponse response) {
        if (response != null) {
            response.end();
        }
    }

    private void answer(Exchange exchange, InvocationTimes times, InvokeOutcome.Answered answered) {
        HttpServerResponse response = exchange.begin(200);
        if (response == null) {
            return;
        }
        long now = exchange.loop().parts().ports().time().nanos();
        request.headers(times, answered, now, response::putHeader);
        response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(answered.payload())));
    }
}
