/**
 * The sandbox driver made of Firecracker microVMs.
 *
 * <p>May import: core, sandbox. What is the same for every microVM (the guest's init, images, the channel to the guest)
 * is not here. The package starts a Firecracker process behind its jailer or bare, configures it over its API socket or
 * by a file, freezes, snapshots and ends it, and tells how it ended. Invariants: a start is a named list of steps, and
 * what a step did is undone, also after a kill, by the next start; a request is one that Firecracker's API description
 * allows; a memory file never changes once a microVM was made of it.
 */
@NullMarked
package dev.hearth.drivers.firecracker;

import org.jspecify.annotations.NullMarked;
