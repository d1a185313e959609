/**
 * AWS's Security Token Service (2011-06-15): who am I, and credentials that end.
 *
 * <p>May import: core, neighbours.iam, neighbours.policy, the edge's own types and the SDK's model of STS.
 */
@NullMarked
package dev.hearth.aws.sts;

import org.jspecify.annotations.NullMarked;
