/**
 * The few Linux calls on descriptors that Java has no class for.
 *
 * <p>May import: nothing of the house. Invariant: a failed call is its error number, never an undefined value.
 */
@NullMarked
package dev.hearth.drivers.linux;

import org.jspecify.annotations.NullMarked;
