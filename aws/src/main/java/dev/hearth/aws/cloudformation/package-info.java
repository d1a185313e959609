/**
 * The CloudFormation API (2010-05-15, Query protocol).
 *
 * <p>May import: core, the edge's own types, the neighbour {@code cloudformation} and the SDK's model. Invariant: every
 * decision is the neighbour's; here are only the two forms of a thing.
 */
@NullMarked
package dev.hearth.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
