package dev.hearth.services.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The Runtime API's answers as bytes. */
final class RuntimeApiMessages {

    private static final byte[] NEXT =
            ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: ");
    private static final byte[] DEADLINE = ascii("\r\nLambda-Runtime-Deadline-Ms: ");
    private static final byte[] FUNCTION_ARN = ascii("\r\nLambda-Runtime-Invoked-Function-Arn: ");
    private static final byte[] TRACE = ascii("\r\nLambda-Runtime-Trace-Id: ");
    private static final byte[] CLIENT_CONTEXT = ascii("\r\nLambda-Runtime-Client-Context: ");
    private static final byte[] TENANT = ascii("\r\nLambda-Runtime-Aws-Tenant-Id: ");
    private static final byte[] LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final ByteBuf ACCEPTED =
            constant("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"
                    + "{\"status\":\"OK\"}\n");
    private static final ByteBuf CONTINUE = constant("HTTP/1.1 100 Continue\r\n\r\n");

    /** Room for the header fields of an ordinary invocation, bytes. */
    private static final int HEAD_BYTES = 512;

    private RuntimeApiMessages() {}

    static ByteBuf accepted() {
        return ACCEPTED.duplicate();
    }

    static ByteBuf continued() {
        return CONTINUE.duplicate();
    }

    static ByteBuf error(RuntimeApiError error) {
        ByteBuf json = Unpooled.copiedBuffer(
                "{\"errorMessage\":\"" + error.errorMessage() + "\",\"errorType\":\"" + error.errorType() + "\"}\n",
                CharsetUtil.UTF_8);
        ByteBuf head = Unpooled.copiedBuffer(
                "HTTP/1.1 " + error.status() + " " + reason(error.status())
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + json.readableBytes() + "\r\n\r\n",
                CharsetUtil.US_ASCII);
        return Unpooled.wrappedBuffer(head, json);
    }

    static ByteBuf reply(ApiReply reply) {
        ByteBuf body = Unpooled.copiedBuffer(reply.body(), CharsetUtil.UTF_8);
        String field = reply.field().isEmpty() ? "" : "\r\n" + reply.field() + ": " + reply.value();
        ByteBuf head = Unpooled.copiedBuffer(
                "HTTP/1.1 " + reply.status() + " " + reason(reply.status()) + "\r\nContent-Type: " + reply.type()
                        + field + "\r\nContent-Length: " + body.readableBytes() + "\r\n\r\n",
                CharsetUtil.US_ASCII);
        return Unpooled.wrappedBuffer(head, body);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 413 -> "Request Entity Too Large";
            default -> "Error";
        };
    }

    /**
     * The head of an answer to {@code next}; a small payload follows at once, a large one is to be written after it.
     */
    static ByteBuf invocation(Exchange.Delivery delivery, ByteBufAllocator allocator) {
        Invocation invocation = delivery.invocation();
        ByteBuffer payload = invocation.payload();
        int inline = payload.remaining() <= Limits.INLINE_PAYLOAD_BYTES ? payload.remaining() : 0;
        ByteBuf out = allocator.ioBuffer(HEAD_BYTES + inline);
        out.writeBytes(NEXT);
        value(out, invocation.requestId());
        out.writeBytes(DEADLINE);
        decimal(out, delivery.deadlineMillis());
        out.writeBytes(FUNCTION_ARN);
        value(out, invocation.invokedFunctionArn());
        field(out, TRACE, delivery.traceHeader());
        field(out, CLIENT_CONTEXT, invocation.clientContext());
        field(out, TENANT, invocation.tenantId());
        out.writeBytes(LENGTH);
        decimal(out, payload.remaining());
        out.writeBytes(END);
        return inline == 0 ? out : out.writeBytes(payload.duplicate());
    }

    private static void field(ByteBuf out, byte[] name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.writeBytes(name);
            value(out, value);
        }
    }

    /** Writes a header value; what a caller put in it cannot end the field. */
    private static void value(ByteBuf out, String value) {
        int start = out.writerIndex();
        ByteBufUtil.writeUtf8(out, value);
        for (int i = start; i < out.writerIndex(); i++) {
            if (out.getByte(i) >= 0 && out.getByte(i) < ' ' || out.getByte(i) == 0x7F) {
                out.setByte(i, ' ');
            }
        }
    }

    static void decimal(ByteBuf out, long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        out.ensureWritable(digits);
        int end = out.writerIndex() + digits;
        long rest = number;
        for (int i = end - 1; i >= out.writerIndex(); i--) {
            out.setByte(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        out.writerIndex(end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(CharsetUtil.US_ASCII);
    }

    private static ByteBuf constant(String text) {
        ByteBuf bytes = Unpooled.directBuffer(text.length()).writeBytes(ascii(text));
        return Unpooled.unreleasableBuffer(bytes.asReadOnly());
    }
}
