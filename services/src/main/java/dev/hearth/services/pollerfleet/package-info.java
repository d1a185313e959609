/**
 * The leased loop: read, batch, filter, invoke, checkpoint, retry, destination.
 *
 * <p>May import: leasing, queuemanager, registry, streamtracker, frontend. Invariants: a poller without its lease
 * changes nothing;
 * what was read is settled only after its outcome has reached everybody who asked for it; a poller calls the same
 * frontend as everybody else.
 */
@NullMarked
package dev.hearth.services.pollerfleet;

import org.jspecify.annotations.NullMarked;
