/**
 * Amazon SNS: topics that bring each published message to every subscription whose filter takes it.
 *
 * <p>{@link dev.hearth.neighbours.sns.Sns} is what other rooms and the AWS edge use; there is no HTTP in here.
 * {@link dev.hearth.neighbours.sns.SnsStore} keeps topics and subscriptions; messages on their way are in the
 * {@link dev.hearth.neighbours.outbox.Outbox}, one lane for each subscription.
 *
 * <p>May import: core, the outbox. Invariants:
 *
 * <ul>
 *   <li>a publish is answered when a delivery for each subscription that takes the message is durable;
 *   <li>a FIFO topic's messages reach each subscription in the order in which they were accepted;
 *   <li>nothing is delivered to an endpoint outside AWS that has not confirmed its subscription.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.sns;

import org.jspecify.annotations.NullMarked;
