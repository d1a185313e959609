package dev.hearth.services.pollerfleet;

import dev.hearth.services.frontend.Lineage;
import dev.hearth.services.pollerfleet.DestinationMessage.Attribute;
import dev.hearth.services.pollerfleet.EventOutcome.Target;
import dev.hearth.services.queuemanager.Event;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What destinations and dead-letter queues are sent.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Capturing
 * records of Lambda asynchronous invocations</a>.
 */
final class EventMessages {

    /** Longest {@code ErrorMessage} of a dead letter, bytes. */
    private static final int ERROR_MESSAGE_BYTES = 1024;

    private static final int SERVER_ERROR = 500;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EventMessages() {}

    static DestinationMessage message(Event event, EventOutcome outcome, Target target, String functionArn) {
        boolean deadLetter = target.kind() == DestinationMessage.Kind.DEAD_LETTER;
        return new DestinationMessage(
                target.arn(),
                target.kind(),
                functionArn,
                event.requestId(),
                deadLetter ? event.payloadView() : record(event, outcome, functionArn),
                deadLetter ? attributes(event, outcome) : List.of(),
                Lineage.header(event.traceHeader(), functionArn));
    }

    private static List<Attribute> attributes(Event event, EventOutcome outcome) {
        int status = outcome.status() == 0 ? SERVER_ERROR : outcome.status();
        return List.of(
                new Attribute("RequestID", "String", event.requestId()),
                new Attribute("ErrorCode", "Number", Integer.toString(status)),
                new Attribute("ErrorMessage", "String", cut(outcome.message())));
    }

    /** The beginning of {@code text}, whole characters only; an attribute is never empty. */
    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, ERROR_MESSAGE_BYTES);
        while (end < bytes.length && end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end == 0 ? "Unknown" : new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static ByteBuffer record(Event event, EventOutcome outcome, String functionArn) {
        Json json = new Json();
        json.raw("{\"version\":\"1.0\",\"timestamp\":")
                .text(TIMESTAMP.format(outcome.decided()))
                .raw(",\"requestContext\":{\"requestId\":")
                .text(event.requestId())
                .raw(",\"functionArn\":")
                .text(functionArn)
                .raw(",\"condition\":")
                .text(outcome.condition())
                .raw(",\"approximateInvokeCount\":" + outcome.invokeCount() + "},\"requestPayload\":")
                .bytes(event.payloadView());
        if (outcome.status() != 0) {
            json.raw(",\"responseContext\":{\"statusCode\":" + outcome.status());
            if (!outcome.executedVersion().isEmpty()) {
                json.raw(",\"executedVersion\":").text(outcome.executedVersion());
            }
            if (!outcome.functionError().isEmpty()) {
                json.raw(",\"functionError\":").text(outcome.functionError());
            }
            json.raw("}");
        }
        response(json, outcome);
        return json.raw("}").buffer();
    }

    /** A response that is not JSON is a string of it; a refusal has its message. */
    private static void response(Json json, EventOutcome outcome) {
        String response = outcome.response();
        if (response != null) {
            json.raw(",\"responsePayload\":");
            if (ErrorText.isJson(response)) {
                json.raw(response);
            } else {
                json.text(response);
            }
        } else if (outcome.status() != 0 && !outcome.message().isEmpty()) {
            json.raw(",\"responsePayload\":{\"errorMessage\":")
                    .text(outcome.message())
                    .raw("}");
        }
    }

    /** A JSON text that is put together of finished pieces. */
    private static final class Json {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Json raw(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Json text(String value) {
            StringBuilder quoted = new StringBuilder("\"");
            JsonStringEncoder.getInstance().quoteAsString(value, quoted);
            return raw(quoted.append('"').toString());
        }

        Json bytes(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.writeBytes(copy);
            return this;
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
        }
    }
}
