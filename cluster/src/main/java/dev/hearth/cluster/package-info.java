/**
 * How the hosts of one Hearth reach each other: who may belong to it (tokens, certificates), the channels between
 * hosts, and a
 * worker that runs on another host.
 *
 * <p>Invariants: nobody speaks on a channel without a certificate of the cluster's own authority; what a host promised
 * on a
 * channel that broke is over for both of its sides.
 */
@NullMarked
package dev.hearth.cluster;

import org.jspecify.annotations.NullMarked;
