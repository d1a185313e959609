/**
 * The Serverless Application Model: turns a template with {@code AWS::Serverless::*} resources into one without.
 *
 * <p>{@link dev.hearth.neighbours.sam.SamTransform} is a pure function over trees of maps, lists and scalars; it knows
 * no YAML, no store and no other room. One class for each kind of resource and of event; the policy templates and the
 * places of AWS's managed policies are tables in the resources beside it.
 *
 * <p>May import: core, templates. Invariants:
 *
 * <ul>
 *   <li>the template that was given is not changed;
 *   <li>what it cannot translate is refused with its name, never left out;
 *   <li>the same template and parameters give the same result, logical ids with hashes included.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.sam;

import org.jspecify.annotations.NullMarked;
