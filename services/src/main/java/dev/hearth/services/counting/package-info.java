/**
 * How much concurrency is in use, and how fast it may grow: account, reserved and provisioned concurrency, the scaling
 * rate, and reservations that end with their holder.
 *
 * <p>May import: no other room. Invariants: a slot is granted only while fewer than its limit are in use; every granted
 * slot is given back exactly once, by its release or by the end of its holder, so that all counts return to zero; the
 * limits handed out add up to the account's, and the configuration never brings the unreserved part below its minimum;
 * tokens only grow.
 *
 * <p>What belongs to the account ({@code Slots} of the unreserved pool) and what belongs to a function ({@code
 * FunctionCount}) meet in five calls (take, give, put, limit, addLimit) only, so that each function's part can move to
 * another owner.
 */
@NullMarked
package dev.hearth.services.counting;

import org.jspecify.annotations.NullMarked;
