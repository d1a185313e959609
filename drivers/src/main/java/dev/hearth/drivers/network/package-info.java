/**
 * The network of this host's microVMs: a range of addresses that collides with nothing on the host, and for each
 * microVM a network namespace with a tap device, from which only what its function may reach can be reached.
 *
 * <p>May import: core. Three parts: the planner ({@link dev.hearth.drivers.network.NetworkPlanner}), pure decisions
 * over a snapshot of the host; the links ({@link dev.hearth.drivers.network.GuestNetworks}), made of steps that each
 * know their undo; the watch, which looks again for routes that appear later. Invariants: a range in use overlaps no
 * claim that was known when it was taken; what a link made is gone after its close, and what a killed predecessor left
 * is gone after the next start; nothing of another's is ever removed, which the instance's id in every name tells.
 */
@NullMarked
package dev.hearth.drivers.network;

import org.jspecify.annotations.NullMarked;
