/**
 * CloudFormation's templates as a language: reading them, checking them, and what their functions give.
 *
 * <p>A template is a plain tree: {@link java.util.Map} (in the order of the text), {@link java.util.List},
 * {@link java.lang.String}, {@link java.lang.Number}, {@link java.lang.Boolean}; {@link
 * dev.hearth.neighbours.templates.Tree} reads and writes it. YAML's short forms ({@code !Ref}) are read as the long
 * ones ({@code Fn::...}). A {@link dev.hearth.neighbours.templates.Transform} is a pure function from such a tree to
 * another; the engine is given them by name ({@code AWS::Serverless-2016-10-31}) and applies them before it looks at a
 * template's resources.
 *
 * <p>May import: core. Everything in here is pure: the same text and the same surroundings give the same result.
 * Invariants:
 *
 * <ul>
 *   <li>what is wrong with a template is a {@code VALIDATION} fault with AWS's message, whatever the text is;
 *   <li>nothing that a resolved tree holds is a function: it is a value, or {@link
 *       dev.hearth.neighbours.templates.Unknown}, or refused.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.templates;

import org.jspecify.annotations.NullMarked;
