/**
 * SSM's API (2014-11-06), as far as it is Parameter Store's: from the SDK's types to
 * {@link dev.hearth.neighbours.ssm.Ssm} and back.
 *
 * <p>May import: core, neighbours.ssm, the edge's own types and the SDK's model of SSM.
 */
@NullMarked
package dev.hearth.aws.ssm;

import org.jspecify.annotations.NullMarked;
