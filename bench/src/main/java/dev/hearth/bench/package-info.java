/**
 * The benchmarks, each against its own limit in the same run.
 *
 * <p>May import: server (and what it is made of). Invariants: what is compared runs in turns, so that a busy machine
 * is busy for all; a measurement with a failed request is an error, not a number; nothing is left running.
 */
@NullMarked
package dev.hearth.bench;

import org.jspecify.annotations.NullMarked;
