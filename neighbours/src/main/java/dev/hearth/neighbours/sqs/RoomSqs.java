package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;

/** The shell of {@link Sqs}. */
final class RoomSqs implements Sqs {

    private final RoomQueues queues;

    RoomSqs(SqsStore store, Ports ports, AwsScope scope) {
        this.queues = new RoomQueues(store, ports, scope);
    }

    @Override
    public Queues queues() {
        return queues;
    }

    @Override
    public void close() {
        // Nothing runs yet.
    }
}
