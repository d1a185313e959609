/**
 * The words of the house and its ports for time, timers, tasks and randomness.
 *
 * <p>May import: the JDK only. Invariant: nothing outside this package's server-side implementations reads a clock,
 * makes a thread or draws randomness except through a port declared here.
 */
@NullMarked
package dev.hearth.core;

import org.jspecify.annotations.NullMarked;
