/**
 * CloudFormation's resource types: how each is made, changed and deleted by the operations of the AWS APIs.
 *
 * <p>{@link dev.hearth.neighbours.resources.ResourceTypes} lists them; one small file each, most of them a declaration
 * over {@link dev.hearth.neighbours.resources.Declared}. They know no SDK and no HTTP: {@link
 * dev.hearth.neighbours.resources.AwsCalls} does an operation with a tree of properties, whose names are those of AWS's
 * models.
 *
 * <p>May import: core, templates. Invariants:
 *
 * <ul>
 *   <li>nothing of a resource is kept here: what a type needs to know again is its physical id and its attributes;
 *   <li>doing a step a second time, because nobody knows whether it was done, ends as doing it once;
 *   <li>a property that a type does not serve is refused by its name, never dropped.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.resources;

import org.jspecify.annotations.NullMarked;
