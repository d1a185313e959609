package dev.hearth.aws.sqs;

import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.Queues;
import dev.hearth.neighbours.sqs.SqsError;
import org.jspecify.annotations.Nullable;

/** What a request must have. */
final class Needed {

    private Needed() {}

    static <T> T member(@Nullable T value, String name) {
        if (value == null) {
            throw SqsError.MISSING_PARAMETER.because("The request must contain the parameter " + name + ".");
        }
        return value;
    }

    /** The queue that {@code url} names: its path ends in the account and the queue, whatever host stands before. */
    static Queue queue(Queues queues, @Nullable String url, String account) {
        String given = member(url, "QueueUrl");
        int name = given.lastIndexOf('/') + 1;
        int owner = given.lastIndexOf('/', name - 2) + 1;
        if (name == 0) {
            return queues.named(given);
        }
        if (owner == 0 || !given.substring(owner, name - 1).equals(account)) {
            throw SqsError.QUEUE_DOES_NOT_EXIST.because("The specified queue does not exist.");
        }
        return queues.named(given.substring(name));
    }
}
