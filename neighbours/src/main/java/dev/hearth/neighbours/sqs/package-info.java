/**
 * Amazon SQS: standard and FIFO queues whose messages are on disk before a send is answered.
 *
 * <p>{@link dev.hearth.neighbours.sqs.Sqs} is what other rooms and the AWS edge use; there is no HTTP in here.
 * {@link dev.hearth.neighbours.sqs.SqsStore} is what it keeps on disk. A queue's memory is a window over its messages:
 * what may be received next and what is in flight; the rest stays in the store.
 *
 * <p>May import: core. Invariants:
 *
 * <ul>
 *   <li>a send, delete or change of visibility is answered only when the store has committed it; so is a receive, so
 *       that a message in flight stays so over a crash;
 *   <li>within a message group of a FIFO queue messages are received in the order of their sequence numbers, and none
 *       is received while another receive's message of the group is in flight;
 *   <li>within five minutes a FIFO queue accepts one message for a deduplication id;
 *   <li>a message is in its queue, deleted, expired, or in the dead-letter queue: never in two of them.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.sqs;

import org.jspecify.annotations.NullMarked;
