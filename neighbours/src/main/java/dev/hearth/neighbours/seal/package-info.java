/**
 * Secrets at rest: what must not lie about in the open is sealed with a key of the data folder.
 *
 * <p>May import: core. Invariants: a seal that was broken, or that belongs elsewhere, does not open; two seals of the
 * same secret differ.
 */
@NullMarked
package dev.hearth.neighbours.seal;

import org.jspecify.annotations.NullMarked;
