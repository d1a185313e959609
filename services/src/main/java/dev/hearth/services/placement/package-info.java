/**
 * Which worker host gets a new environment: a pure function over a snapshot of the fleet, and its shell, which keeps
 * the fleet.
 *
 * <p>May import: worker. Invariants: a host that drains, is lost or was excluded is never chosen; the chosen host has
 * room for the environment under the policy's oversubscription; an environment is refused only when no host of the
 * snapshot has room; the same snapshot, request and policy give the same answer.
 */
@NullMarked
package dev.hearth.services.placement;

import org.jspecify.annotations.NullMarked;
