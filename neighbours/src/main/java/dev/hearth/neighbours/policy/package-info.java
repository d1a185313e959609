/**
 * IAM's policy language: documents, what may stand in them, and what they say of a request. Whoever keeps policies
 * (IAM's own, a bucket's, a role's trust) asks here.
 *
 * <p>May import: core. Invariants: everything is a pure function of its arguments; an explicit deny wins; what nothing
 * allows is denied; a document that cannot be read allows nothing.
 */
@NullMarked
package dev.hearth.neighbours.policy;

import org.jspecify.annotations.NullMarked;
