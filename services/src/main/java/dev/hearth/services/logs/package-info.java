/**
 * Log groups, streams and events with their retention: CloudWatch Logs as far as functions and their users need it.
 *
 * <p>May import: no other room. Invariants: a put that was answered is in the store; events of a stream come back in
 * the order of their timestamps, equal ones in the order of arrival.
 */
@NullMarked
package dev.hearth.services.logs;

import org.jspecify.annotations.NullMarked;
