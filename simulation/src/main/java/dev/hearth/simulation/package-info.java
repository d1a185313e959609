/**
 * A cluster in virtual time: the real counting, assignment and placement, between simulated callers and simulated
 * worker hosts, under a seeded load with seeded faults, judged after every event.
 *
 * <p>May import: core, services. Invariants: one thread; the same seed gives the same events in the same order; what
 * the rooms must keep is in {@link dev.hearth.simulation.Invariant}, and whoever breaks it ends the run with the seed
 * that repeats it.
 */
@NullMarked
package dev.hearth.simulation;

import org.jspecify.annotations.NullMarked;
