/**
 * Desired against actual queues and pollers.
 *
 * <p>May import: queuemanager, leasing. Invariants: every queue has at least one poller; queues change hands only by
 * the one state manager that holds the lease.
 */
@NullMarked
package dev.hearth.services.statemanager;

import org.jspecify.annotations.NullMarked;
