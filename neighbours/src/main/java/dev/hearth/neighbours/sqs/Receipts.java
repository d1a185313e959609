package dev.hearth.neighbours.sqs;

import org.jspecify.annotations.Nullable;

/** What receipt handles may do to the messages of a window; no clock, no store. Belongs to the queue's lock. */
final class Receipts {

    private static final long MILLIS = 1_000;

    private final long queueId;
    private final boolean fifo;
    private final Window window;

    Receipts(long queueId, boolean fifo, Window window) {
        this.queueId = queueId;
        this.fifo = fifo;
        this.window = window;
    }

    /**
     * Deletes by the message's last receipt; null when there is nothing to do, because the message is gone, or another
     * receive of a standard queue has it now.
     */
    @Nullable
    MessageChange delete(Receipt receipt, String handle) {
        Entry entry = window.find(receipt.sequence());
        if (entry == null) {
            return window.covers(receipt.sequence())
                    ? null
                    : new MessageChange.RemovedBy(queueId, receipt.sequence(), receipt.token());
        }
        boolean last = entry.receipt == receipt.token();
        if (fifo && (!last || entry.state != Entry.State.IN_FLIGHT)) {
            throw MessageRules.invalid("Value " + handle + " for parameter ReceiptHandle is invalid. Reason: The"
                    + " receipt handle has expired.");
        }
        if (!last) {
            return null;
        }
        window.remove(entry);
        return new MessageChange.Removed(queueId, entry.sequence);
    }

    /** Hides a message that is in flight for so long from now. */
    MessageChange hide(Receipt receipt, String handle, int seconds, long nowMillis) {
        Entry entry = window.find(receipt.sequence());
        if (entry == null || entry.receipt != receipt.token()) {
            throw MessageRules.invalid("Value " + handle + " for parameter ReceiptHandle is invalid. Reason: Message"
                    + " does not exist or is not available for visibility timeout change.");
        }
        if (entry.state != Entry.State.IN_FLIGHT) {
            throw SqsError.MESSAGE_NOT_INFLIGHT.because("The specified message isn't in flight.");
        }
        if (nowMillis + seconds * MILLIS > entry.receivedMillis + SqsLimits.MAX_VISIBILITY_SECONDS * MILLIS) {
            throw MessageRules.invalid("Value " + seconds + " for parameter VisibilityTimeout is invalid. Reason:"
                    + " Total VisibilityTimeout for the message is beyond the limit [43200 seconds].");
        }
        window.order().hide(entry, nowMillis + seconds * MILLIS);
        window.order().advance(nowMillis);
        return entry.hidden(queueId);
    }
}
