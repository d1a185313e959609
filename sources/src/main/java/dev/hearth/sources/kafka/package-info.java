/**
 * Topics of Kafka as event sources: one consumer of the mapping's group for each poller.
 *
 * <p>Invariants: an offset is committed only when everything before it in its partition is done; a consumer that lost a
 * partition runs nothing more of it; the consumer is touched by its own task alone.
 */
@NullMarked
package dev.hearth.sources.kafka;

import org.jspecify.annotations.NullMarked;
