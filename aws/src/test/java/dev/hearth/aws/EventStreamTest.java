package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Our event stream messages, read by the decoder that AWS's own clients use. */
class EventStreamTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1_000_000})
    void awssDecoderReadsWhatWeWrite(int length) {
        byte[] payload = "é".repeat(length).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = EventStream.event("PayloadChunk", "application/octet-stream", ByteBuffer.wrap(payload))
                .getBytes();
        Message message = Message.decode(ByteBuffer.wrap(bytes));

        assertThat(message.getPayload()).isEqualTo(payload);
        assertThat(message.getHeaders())
                .containsEntry(":message-type", HeaderValue.fromString("event"))
                .containsEntry(":event-type", HeaderValue.fromString("PayloadChunk"))
                .containsEntry(":content-type", HeaderValue.fromString("application/octet-stream"))
                .hasSize(3);
    }
}
