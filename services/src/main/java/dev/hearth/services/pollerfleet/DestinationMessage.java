package dev.hearth.services.pollerfleet;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function's owner is told of an invocation that is over.
 *
 * @param targetArn where it goes: a function, a queue, a topic or an event bus
 * @param kind what it is
 * @param functionArn the function it is about, always qualified
 * @param requestId of the invocation; empty for a batch of an event source
 * @param body an invocation record (JSON), or a dead letter's raw event; read-only and shared
 * @param attributes of a dead letter; none otherwise
 * @param traceHeader {@code X-Amzn-Trace-Id} of the event, or null
 */
public record DestinationMessage(
        String targetArn,
        Kind kind,
        String functionArn,
        String requestId,
        ByteBuffer body,
        List<Attribute> attributes,
        @Nullable String traceHeader) {

    public DestinationMessage {
        attributes = List.copyOf(attributes);
    }

    /** What is sent. An event bus tells success and failure apart in its {@code detail-type}. */
    public enum Kind {
        SUCCESS,
        FAILURE,
        DEAD_LETTER
    }

    /**
     * A message attribute.
     *
     * @param dataType {@code String} or {@code Number}, as SQS and SNS name them
     */
    public record Attribute(String name, String dataType, String value) {}

    /** A reader's own view of the body. */
    public ByteBuffer bodyView() {
        return body.asReadOnlyBuffer();
    }

    /** The target's service: the third part of its ARN, for example {@code sqs}; empty when it is not an ARN. */
    public String service() {
        String[] parts = targetArn.split(":", 4);
        return parts.length == 4 && parts[0].equals("arn") ? parts[2] : "";
    }
}
