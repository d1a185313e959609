/**
 * Amazon EventBridge Scheduler: schedules that are due at times and then bring something to a target.
 *
 * <p>{@link dev.hearth.neighbours.scheduler.Scheduler} is what the AWS edge uses; there is no HTTP in here. Schedules
 * are in
 * the {@link dev.hearth.neighbours.scheduler.SchedulerStore} alone, which finds those that are due by an index; memory
 * has
 * one alarm, for the earliest. What is on its way to a target is in the {@link dev.hearth.neighbours.outbox.Outbox}.
 *
 * <p>May import: core, the outbox, schedule. Invariants:
 *
 * <ul>
 *   <li>a due time is used up and its delivery is kept in one unit of work: it comes neither never nor twice, whatever
 *       is
 *       killed;
 *   <li>what was due while nobody ran comes late, once for each schedule, or goes to its dead-letter queue when it is
 *       older than its policy allows;
 *   <li>nothing of a schedule that is disabled, or was changed in between, is fired.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.scheduler;

import org.jspecify.annotations.NullMarked;
