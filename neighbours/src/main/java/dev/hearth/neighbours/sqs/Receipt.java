package dev.hearth.neighbours.sqs;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * What a receipt handle says.
 *
 * @param queueId of the queue
 * @param sequence of the message
 * @param token of its receive
 */
record Receipt(long queueId, long sequence, long token) {

    private static final int BYTES = 3 * Long.BYTES;
    private static final int MAX_CHARS = 2_048;

    /** The handle that the receiver gets. */
    String handle() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(queueId)
                .putLong(sequence)
                .putLong(token)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads a handle of the queue; refuses every other text. */
    static Receipt of(String handle, Queue queue) {
        try {
            byte[] bytes = handle.length() > MAX_CHARS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(handle);
            if (bytes.length == BYTES) {
                ByteBuffer in = ByteBuffer.wrap(bytes);
                Receipt receipt = new Receipt(in.getLong(), in.getLong(), in.getLong());
                if (receipt.queueId == queue.id()) {
                    return receipt;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // The same answer as for other bytes.
        }
        String shown = handle.length() <= 64 ? handle : handle.substring(0, 64) + "...";
        throw SqsError.RECEIPT_HANDLE_IS_INVALID.because(
                "The input receipt handle \"" + shown + "\" is not a valid receipt handle.");
    }
}
