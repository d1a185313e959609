package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;

/** Amazon SQS of this account and region. */
public interface Sqs extends AutoCloseable {

    /** SQS over what {@code store} keeps. */
    static Sqs create(SqsStore store, Ports ports, AwsScope scope) {
        return new RoomSqs(store, ports, scope);
    }

    /** The queues themselves. */
    Queues queues();

    /** Stops what runs in the background; everything acknowledged is kept. */
    @Override
    void close();
}
