package dev.hearth.neighbours.sqs;

/**
 * A message in its receiver's hands.
 *
 * @param message with the count and times of this receive
 * @param receiptHandle what deletes it or changes its visibility
 */
public record Received(StoredMessage message, String receiptHandle) {

    /** The sequence number as AWS writes it: 20 digits. */
    public static String sequenceNumber(long sequence) {
        return "1" + String.format("%019d", sequence);
    }
}
