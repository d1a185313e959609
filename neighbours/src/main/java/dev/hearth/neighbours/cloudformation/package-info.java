/**
 * AWS CloudFormation: stacks, made of templates, and what becomes of them.
 *
 * <p>{@link dev.hearth.neighbours.cloudformation.CloudFormation} is what the AWS edge uses; there is no HTTP in here.
 * A stack under way has a run of its own, which decides what comes next (pure: {@code StackDecisions}), writes it, and
 * only then does it: the resource types of {@code neighbours.resources} act by the AWS APIs.
 *
 * <p>Transforms of whole templates are given by name as {@link dev.hearth.neighbours.templates.Transform}s, pure
 * functions from tree to tree; what they made is kept with the stack, so that going on after a restart needs them no
 * more.
 *
 * <p>May import: core, templates, resources. Invariants:
 *
 * <ul>
 *   <li>what a run is about to do is durable before it is done, and what came of it before anything that needs it; a
 *       run that was killed goes on where it was, and a step of which nobody knows whether it was done is done again;
 *   <li>a resource that was made is in the store until it is deleted or its policy lets it stay;
 *   <li>one operation on a stack at a time.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.cloudformation;

import org.jspecify.annotations.NullMarked;
