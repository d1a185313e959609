/**
 * AWS's Security Token Service, as far as Hearth has it: who am I.
 *
 * <p>May import: core, the edge's own types and the SDK's model of STS. Invariant: it knows no secret.
 */
@NullMarked
package dev.hearth.aws.sts;

import org.jspecify.annotations.NullMarked;
