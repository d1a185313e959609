package dev.hearth.aws.dynamodb;

import java.io.IOException;

/** The way to another endpoint that speaks DynamoDB's API. {@code toString} names it. */
public interface RemoteTables {

    /**
     * Asks it.
     *
     * @param target the value of {@code X-Amz-Target}, for example {@code DynamoDB_20120810.GetItem}
     * @param body in JSON
     * @throws Busy too many ask at a time
     * @throws IOException there is no answer; the request may have been done
     */
    Answer post(String target, byte[] body) throws IOException;

    /**
     * What it answered.
     *
     * @param status HTTP status
     * @param body JSON, if it is what it should be
     */
    record Answer(int status, byte[] body) {}

    /** The request was not sent. */
    final class Busy extends IOException {

        private static final long serialVersionUID = 1;

        public Busy(String message) {
            super(message);
        }
    }
}
