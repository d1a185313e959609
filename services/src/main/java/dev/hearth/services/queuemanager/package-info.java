/**
 * The durable queues of accepted events: enqueue, receive, visibility, retry, dead letter.
 *
 * <p>May import: nothing. Invariants: an event is accepted only when it is committed, and stays in its queue until it
 * is settled; only who names the queue's current fencing token settles.
 */
@NullMarked
package dev.hearth.services.queuemanager;

import org.jspecify.annotations.NullMarked;
