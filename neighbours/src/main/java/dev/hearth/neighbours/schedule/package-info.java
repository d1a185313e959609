/**
 * When something is due: AWS's schedule expressions and the moments that they mean.
 *
 * <p>{@link dev.hearth.neighbours.schedule.ScheduleExpression} is {@code rate(5 minutes)}, {@code cron(0 10 ? * MON-FRI
 * *)} or {@code at(2026-12-24T18:00:00)}; a {@link dev.hearth.neighbours.schedule.Timetable} is one with its time zone
 * and dates, and tells which moment comes next. Rules of EventBridge and schedules of EventBridge Scheduler share it.
 *
 * <p>May import: JDK only. Everything is pure. Invariants:
 *
 * <ul>
 *   <li>the next moment after an instant lies behind it, and asking again with it never goes back;
 *   <li>a time of day that the clocks leave out is skipped, and one that they show twice comes once.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.schedule;

import org.jspecify.annotations.NullMarked;
