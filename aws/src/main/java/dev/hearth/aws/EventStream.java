package dev.hearth.aws;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Messages of {@code application/vnd.amazon.eventstream} ("Event stream encoding", Amazon Transcribe developer
 * guide): a prelude of two lengths with its checksum, headers, payload, and a checksum over all. Numbers are
 * big-endian, checksums CRC-32.
 */
final class EventStream {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE_BYTES = 12;
    private static final int CRC_BYTES = 4;
    private static final byte STRING = 7;
    private static final byte[] MESSAGE_TYPE = header(":message-type", "event");

    private EventStream() {}

    /** The message of the event {@code type} with this payload. */
    static Buffer event(String type, String contentType, ByteBuffer payload) {
        byte[] eventType = header(":event-type", type);
        byte[] content = header(":content-type", contentType);
        int headers = eventType.length + content.length + MESSAGE_TYPE.length;
        int total = PRELUDE_BYTES + headers + payload.remaining() + CRC_BYTES;
        ByteBuffer message = ByteBuffer.allocate(total);
        message.putInt(total).putInt(headers);
        message.putInt(crc(message.array(), PRELUDE_BYTES - CRC_BYTES));
        message.put(eventType).put(content).put(MESSAGE_TYPE).put(payload.duplicate());
        message.putInt(crc(message.array(), total - CRC_BYTES));
        return Buffer.buffer(message.array());
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static byte[] header(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(nameBytes.length + valueBytes.length + 4)
                .put((byte) nameBytes.length)
                .put(nameBytes)
                .put(STRING)
                .putShort((short) valueBytes.length)
                .put(valueBytes)
                .array();
    }
}
