/**
 * Amazon EventBridge: event buses, rules that bring events to targets, scheduled rules, archives and their replays.
 *
 * <p>{@link dev.hearth.neighbours.events.Events} is what other rooms and the AWS edge use; there is no HTTP in here.
 * {@link dev.hearth.neighbours.events.EventsStore} keeps buses, rules and archives; events on their way are in the
 * {@link dev.hearth.neighbours.outbox.Outbox}, one lane for each target.
 *
 * <p>May import: core, the outbox, schedules. Invariants:
 *
 * <ul>
 *   <li>a PutEvents is answered when a delivery to each target of each rule that takes the event is durable, and the
 *       event
 *       is in each archive that wants it;
 *   <li>a scheduled rule fires at most once for each moment that it is due, and never for a moment when nobody ran;
 *   <li>a replay tells every archived event of its time at least once, and archives none of them again.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.events;

import org.jspecify.annotations.NullMarked;
