package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.InvocationTimes;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/**
 * Lambda's Invoke: the hot path, without the generic codec. The payload goes on as it came and comes back as it was
 * made. InvokeWithResponseStream and InvokeAsync are the same but for their answers.
 *
 * @param api Lambda's
 * @param function decoded, as the caller wrote it
 * @param head of the request
 * @param form which of the three it is
 */
record InvokeTarget(ServedApi api, String function, RequestHead head, Form form) implements Target {

    /** Lambda's operations that invoke. */
    enum Form {
        /** Invoke. */
        WHOLE,
        /** InvokeWithResponseStream: the answer is an event stream. */
        STREAMED,
        /** InvokeAsync, which Lambda deprecates: an event by another path. */
        ASYNC
    }

    private static final List<String> TYPES = List.of("Event", "RequestResponse", "DryRun");
    private static final List<String> STREAMED_TYPES = List.of("RequestResponse", "DryRun");
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final String PREFIX = "/2015-03-31/functions/";
    private static final String SUFFIX = "/invocations";
    private static final String STREAM_PREFIX = "/2021-11-15/functions/";
    private static final String STREAM_SUFFIX = "/response-streaming-invocations";
    private static final String ASYNC_PREFIX = "/2014-11-13/functions/";
    private static final String ASYNC_SUFFIX = "/invoke-async";
    private static final CharSequence CONTENT_TYPE = AsciiString.cached("Content-Type");
    private static final CharSequence JSON = AsciiString.cached("application/json");
    private static final CharSequence EXECUTED_VERSION = AsciiString.cached("X-Amz-Executed-Version");
    private static final CharSequence FUNCTION_ERROR = AsciiString.cached("X-Amz-Function-Error");
    private static final CharSequence LOG_RESULT = AsciiString.cached("X-Amz-Log-Result");
    private static final CharSequence INVOCATION_TYPE = AsciiString.cached("X-Amz-Invocation-Type");
    private static final CharSequence LOG_TYPE = AsciiString.cached("X-Amz-Log-Type");
    private static final CharSequence CLIENT_CONTEXT = AsciiString.cached("X-Amz-Client-Context");
    private static final CharSequence TENANT = AsciiString.cached("X-Amz-Tenant-Id");
    private static final CharSequence TRACE = AsciiString.cached("X-Amzn-Trace-Id");

    /** The target when {@code head} is an invocation, else null. */
    static @Nullable InvokeTarget of(ServedApi api, RequestHead head) {
        if (!head.method().equals("POST")) {
            return null;
        }
        String function = between(head.path(), PREFIX, SUFFIX);
        if (function != null) {
            return new InvokeTarget(api, Percent.decodeSegment(function), head, Form.WHOLE);
        }
        function = between(head.path(), STREAM_PREFIX, STREAM_SUFFIX);
        if (function != null) {
            return new InvokeTarget(api, Percent.decodeSegment(function), head, Form.STREAMED);
        }
        String path = head.path();
        String asynchronous = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        function = between(asynchronous, ASYNC_PREFIX, ASYNC_SUFFIX);
        return function == null ? null : new InvokeTarget(api, Percent.decodeSegment(function), head, Form.ASYNC);
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

    @Override
    public int bodyLimit() {
        return form == Form.ASYNC ? Limits.INVOKE_ASYNC_BODY_BYTES : Limits.INVOKE_BODY_BYTES;
    }

    @Override
    public AwsError tooLarge() {
        String message = "Request must be smaller than " + bodyLimit() + " bytes for the "
                + (form == Form.ASYNC ? "InvokeAsync" : "InvokeFunction") + " operation";
        return new AwsError("RequestTooLargeException", 413, message, "");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        AwsError refusal = refusal(exchange, body);
        if (refusal != null) {
            exchange.answer(refusal);
            return;
        }
        exchange.require("lambda", "InvokeFunction", function);
        StreamedAnswer stream = form == Form.STREAMED ? new StreamedAnswer(exchange, new EventStreamForm(api)) : null;
        InvokeCommand command = new InvokeCommand(
                exchange.requestId(),
                function,
                qualifier(),
                type(),
                ByteBuffer.wrap(body.array(), body.offset(), body.length())
                        .slice()
                        .asReadOnlyBuffer(),
                head.header(CLIENT_CONTEXT),
                head.header(TRACE),
                "Tail".equals(head.header(LOG_TYPE)),
                stream,
                head.header(TENANT),
                new InvocationTimes().received(exchange.wholeNanos()));
        CompletionStage<InvokeOutcome> end = exchange.loop().parts().frontend().invoke(command);
        if (stream == null) {
            end.whenComplete((outcome, bug) -> exchange.loop().run(() -> answer(exchange, command, outcome, bug)));
        } else {
            end.whenComplete(stream::complete);
        }
    }

    private InvokeCommand.Type type() {
        if (form == Form.ASYNC) {
            return InvokeCommand.Type.EVENT;
        }
        String type = head.header(INVOCATION_TYPE);
        return switch (type) {
            case "Event" -> InvokeCommand.Type.EVENT;
            case "DryRun" -> InvokeCommand.Type.DRY_RUN;
            case null, default -> InvokeCommand.Type.REQUEST_RESPONSE;
        };
    }

    private @Nullable String qualifier() {
        if (head.query().isEmpty()) {
            return null;
        }
        for (Map.Entry<String, String> pair : Percent.pairs(head.query())) {
            if (pair.getKey().equals("Qualifier")) {
                return pair.getValue();
            }
        }
        return null;
    }

    private @Nullable AwsError refusal(Exchange exchange, Body body) {
        String type = head.header(INVOCATION_TYPE);
        List<String> types = form == Form.STREAMED ? STREAMED_TYPES : TYPES;
        if (type != null && !types.contains(type)) {
            return invalid("ValidationException", notInSet(type, "invocationType", types.toString()));
        }
        String log = head.header(LOG_TYPE);
        if (log != null && !log.equals("Tail") && !log.equals("None")) {
            return invalid("ValidationException", notInSet(log, "logType", "[None, Tail]"));
        }
        String context = head.header(CLIENT_CONTEXT);
        if (context != null && !isClientContext(exchange, context)) {
            return invalid(
                    "InvalidRequestContentException",
                    context.length() > Limits.CLIENT_CONTEXT_BYTES
                            ? "Client context must be no more than " + Limits.CLIENT_CONTEXT_BYTES + " bytes."
                            : "Client context must be a valid Base64-encoded JSON object.");
        }
        boolean json = body.length() == 0
                || exchange.loop().json().isJson(body.array(), body.offset(), body.offset() + body.length());
        return json ? null : invalid("InvalidRequestContentException", notJson(body));
    }

    private static AwsError invalid(String code, String message) {
        return new AwsError(code, 400, message, "");
    }

    private static String notInSet(String value, String member, String set) {
        return "1 validation error detected: Value '" + Scalars.shown(value) + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: " + set;
    }

    private static boolean isClientContext(Exchange exchange, String context) {
        if (context.length() > Limits.CLIENT_CONTEXT_BYTES) {
            return false;
        }
        try {
            byte[] json = Base64.getDecoder().decode(context);
            return exchange.loop().json().isJson(json, 0, json.length);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Lambda passes on what its parser says, so the slow parser is asked why. */
    private static String notJson(Body body) {
        String why = "not valid JSON";
        try (JsonParser json = JsonReader.FACTORY.createParser(
                ObjectReadContext.empty(), body.array(), body.offset(), body.length())) {
            while (json.nextToken() != null) {
                json.finishToken();
            }
        } catch (JacksonException malformed) {
            why = Scalars.shown(malformed.getOriginalMessage(), JsonReader.PARSER_CHARS);
            // A limit of the parser itself, such as its nesting depth, is reported without a place.
            TokenStreamLocation place = malformed.getLocation();
            if (place != null) {
                why += "\n at [Source: (byte[]); line: " + place.getLineNr() + ", column: " + place.getColumnNr() + "]";
            }
        }
        return "Could not parse request body into json: Could not parse payload into json: " + why;
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
        response.putHeader(CONTENT_TYPE, JSON).putHeader(EXECUTED_VERSION, answered.executedVersion());
        if (!answered.functionError().isEmpty()) {
            response.putHeader(FUNCTION_ERROR, answered.functionError());
        }
        if (answered.logTail().length > 0) {
            response.putHeader(LOG_RESULT, Base64.getEncoder().encodeToString(answered.logTail()));
        }
        if (head.header(PhasesHeader.NAME) != null) {
            long now = exchange.loop().parts().ports().time().nanos();
            response.putHeader(PhasesHeader.NAME, PhasesHeader.of(times, now));
        }
        response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(answered.payload())));
    }
}
