/**
 * Admission, routing and delivery of one invocation.
 *
 * <p>May import: registry, assignment, worker. Invariant: whatever happens to an invocation, its caller gets exactly
 * one answer.
 */
@NullMarked
package dev.hearth.services.frontend;

import org.jspecify.annotations.NullMarked;
