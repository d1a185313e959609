/**
 * Messages on their way from one service to another: on disk before their sender is answered, gone when their target
 * has them.
 *
 * <p>{@link dev.hearth.neighbours.outbox.Outbox} is what the services use that push (SNS, EventBridge and its
 * scheduler);
 * {@link dev.hearth.neighbours.outbox.Courier} is who knows the way to a target; {@link
 * dev.hearth.neighbours.outbox.OutboxStore} is what
 * is kept on disk.
 *
 * <p>May import: core. Invariants:
 *
 * <ul>
 *   <li>a parcel that was accepted is delivered, is brought to its dead-letter queue, or was refused by both and is
 *       written to the log;
 *   <li>it may be delivered twice, when the process dies between the delivery and its record, unless the courier writes
 *       once ({@link dev.hearth.neighbours.outbox.Courier#writesOnce}): then both are one unit of work;
 *   <li>the parcels of an ordered lane are delivered one after the other, in the order in which they were accepted;
 *   <li>one lane whose target is slow or gone does not hold up another.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.outbox;

import org.jspecify.annotations.NullMarked;
