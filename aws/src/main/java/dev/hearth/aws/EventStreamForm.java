package dev.hearth.aws;

import dev.hearth.services.frontend.InvokeOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The answer of InvokeWithResponseStream: PayloadChunk events as the function writes, then one InvokeComplete (API
 * reference of {@code InvokeWithResponseStream}). A function that does not stream gives one answer in such pieces too.
 *
 * @param api Lambda's
 */
record EventStreamForm(ServedApi api) implements StreamForm {

    /** The largest payload of one event that an answer which was not streamed is cut into; bytes. */
    static final int PIECE_BYTES = 64 * 1024;

    private static final String DEFAULT_TYPE = "application/octet-stream";

    @Override
    public void begins(StreamedAnswer to, String executedVersion, String contentType) {
        HttpServerResponse response = to.open(200);
        if (response != null) {
            response.putHeader("Content-Type", EventStream.CONTENT_TYPE)
                    .putHeader("X-Amz-Executed-Version", executedVersion)
                    .putHeader("X-Amzn-Remapped-Content-Type", contentType.isEmpty() ? DEFAULT_TYPE : contentType);
            response.writeHead();
        }
    }

    @Override
    public Buffer chunk(StreamedAnswer to, ByteBuffer bytes) {
        return EventStream.event("PayloadChunk", DEFAULT_TYPE, bytes);
    }

    @Override
    public void ends(StreamedAnswer to, InvokeOutcome outcome) {
        switch (outcome) {
            case InvokeOutcome.Answered answered -> complete(to, answered);
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ -> {
                HttpServerResponse response = to.exchange().begin(204);
                if (response != null) {
                    response.end();
                }
            }
            case InvokeOutcome.Refused refused -> {
                to.exchange().answer(api.api().error(refused.fault()));
                to.cutOff();
            }
        }
    }

    private void complete(StreamedAnswer to, InvokeOutcome.Answered answered) {
        if (!to.isOpen()) {
            begins(to, answered.executedVersion(), "application/json");
        }
        boolean failed = !answered.functionError().isEmpty();
        ByteBuffer payload = answered.payload().duplicate();
        while (!failed && payload.hasRemaining()) {
            ByteBuffer piece = payload.slice(payload.position(), Math.min(PIECE_BYTES, payload.remaining()));
            payload.position(payload.position() + piece.remaining());
            to.write(chunk(to, piece));
        }
        byte[] end = JsonWriter.bytes(json -> {
            json.writeStartObject();
            if (failed) {
                json.writeStringProperty("ErrorCode", answered.functionError());
                json.writeStringProperty("ErrorDetails", text(answered.payload()));
            }
            if (answered.logTail().length > 0) {
                json.writeStringProperty("LogResult", Base64.getEncoder().encodeToString(answered.logTail()));
            }
            json.writeEndObject();
        });
        to.write(EventStream.event("InvokeComplete", "application/json", ByteBuffer.wrap(end)));
        to.end();
    }

    private static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }
}
