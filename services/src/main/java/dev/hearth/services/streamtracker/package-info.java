/**
 * The shards of streams, and how many pollers each deserves.
 *
 * <p>May import: registry, leasing. Invariants: a shard has pollers only when its parents are read to their ends; a
 * checkpoint moves only under the token of the lane's lease; what a mapping has begun to read it reads without a gap.
 */
@NullMarked
package dev.hearth.services.streamtracker;

import org.jspecify.annotations.NullMarked;
