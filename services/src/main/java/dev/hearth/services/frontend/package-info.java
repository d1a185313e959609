/**
 * Admission, routing and delivery of one invocation.
 *
 * <p>May import: registry, counting, assignment, queuemanager, worker. Invariants: whatever happens to an invocation,
 * its caller gets exactly one answer, whole or piece by piece; its unit of concurrency goes back exactly once.
 */
@NullMarked
package dev.hearth.services.frontend;

import org.jspecify.annotations.NullMarked;
