package dev.hearth.neighbours.sqs;

import java.util.List;

/** What SQS keeps on disk. Every change is durable when its method returns. */
public interface SqsStore {

    /** All queues, in no order. */
    List<Queue> queues();

    /** Adds a queue, or replaces what is kept of it. */
    void put(Queue queue);

    /** Forgets a queue at once, its messages by and by. */
    void delete(long queueId);
}
