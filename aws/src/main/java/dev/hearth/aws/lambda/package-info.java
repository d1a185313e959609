/**
 * The Lambda API: its operations in AWS's own types, its error codes, and the links to packages.
 *
 * <p>May import: core, the edge, and the registry. Invariants: no rule of Lambda lives here but how its types and
 * errors look; a wish that Hearth cannot serve is refused, never dropped in silence.
 */
@NullMarked
package dev.hearth.aws.lambda;

import org.jspecify.annotations.NullMarked;
