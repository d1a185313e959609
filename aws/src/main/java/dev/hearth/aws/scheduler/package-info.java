/** The EventBridge Scheduler API over {@link dev.hearth.neighbours.scheduler.Scheduler}. */
@NullMarked
package dev.hearth.aws.scheduler;

import org.jspecify.annotations.NullMarked;
