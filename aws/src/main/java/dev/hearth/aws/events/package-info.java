/** The Amazon EventBridge API over {@link dev.hearth.neighbours.events.Events}. */
@NullMarked
package dev.hearth.aws.events;

import org.jspecify.annotations.NullMarked;
