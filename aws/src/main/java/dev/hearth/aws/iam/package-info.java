/**
 * IAM's API (2010-05-08): from the SDK's types to {@link dev.hearth.neighbours.iam.Iam} and back.
 *
 * <p>May import: core, neighbours.iam, neighbours.policy, the edge's own types and the SDK's model of IAM. Invariant:
 * documents leave percent-encoded, as IAM writes them.
 */
@NullMarked
package dev.hearth.aws.iam;

import org.jspecify.annotations.NullMarked;
