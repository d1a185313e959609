package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.InvocationTimes;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.worker.ResponseSink;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/**
 * What is asked of Lambda's Invoke, InvokeWithResponseStream or InvokeAsync, whoever answers it.
 *
 * @param function decoded, as the caller wrote it
 * @param head of the request
 * @param form which of the three it is
 */
record InvokeRequest(String function, RequestHead head, Form form) {

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

    /** What {@code payload} is to be done with; it is shared. */
    InvokeCommand command(String requestId, ByteBuffer payload, @Nullable ResponseSink sink, long wholeNanos) {
        return new InvokeCommand(
                requestId,
                function,
                qualifier(),
                type(),
                payload.slice().asReadOnlyBuffer(),
                head.header(CLIENT_CONTEXT),
                head.header(TRACE),
                "Tail".equals(head.header(LOG_TYPE)),
                sink,
                head.header(TENANT),
                new InvocationTimes().received(wholeNanos));
    }

    InvokeCommand.Type type() {
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

    @Nullable
    String qualifier() {
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

    /** What is wrong with a request that has this body, backed by an array. */
    @Nullable
    AwsError refusal(JsonScan json, ByteBuffer body) {
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
        if (context != null && !isClientContext(json, context)) {
            return invalid(
                    "InvalidRequestContentException",
                    context.length() > Limits.CLIENT_CONTEXT_BYTES
                            ? "Client context must be no more than " + Limits.CLIENT_CONTEXT_BYTES + " bytes."
                            : "Client context must be a valid Base64-encoded JSON object.");
        }
        int from = body.arrayOffset() + body.position();
        boolean isJson = !body.hasRemaining() || json.isJson(body.array(), from, from + body.remaining());
        return isJson ? null : invalid("InvalidRequestContentException", notJson(body));
    }

    private static AwsError invalid(String code, String message) {
        return new AwsError(code, 400, message, "");
    }

    private static String notInSet(String value, String member, String set) {
        return "1 validation error detected: Value '" + Scalars.shown(value) + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: " + set;
    }

    private static boolean isClientContext(JsonScan scan, String context) {
        if (context.length() > Limits.CLIENT_CONTEXT_BYTES) {
            return false;
        }
        try {
            byte[] json = Base64.getDecoder().decode(context);
            return scan.isJson(json, 0, json.length);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Lambda passes on what its parser says, so the slow parser is asked why. */
    private static String notJson(ByteBuffer body) {
        String why = "not valid JSON";
        try (JsonParser json = JsonReader.FACTORY.createParser(
                ObjectReadContext.empty(), body.array(), body.arrayOffset() + body.position(), body.remaining())) {
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

    /** Takes a header of an answer. */
    @FunctionalInterface
    interface Headers {
        Object put(CharSequence name, CharSequence value);
    }

    /** The headers that say what became of an invocation. */
    void headers(InvocationTimes times, InvokeOutcome.Answered answered, long now, Headers to) {
        to.put(CONTENT_TYPE, JSON);
        to.put(EXECUTED_VERSION, answered.executedVersion());
        if (!answered.functionError().isEmpty()) {
            to.put(FUNCTION_ERROR, answered.functionError());
        }
        if (answered.logTail().length > 0) {
            to.put(LOG_RESULT, Base64.getEncoder().encodeToString(answered.logTail()));
        }
        if (head.header(PhasesHeader.NAME) != null) {
            to.put(PhasesHeader.NAME, PhasesHeader.of(times, now));
        }
    }
}
