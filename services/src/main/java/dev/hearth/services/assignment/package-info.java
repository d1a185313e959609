/**
 * Which environment serves an invocation: an idle one of exactly that version and revision, or a new one.
 *
 * <p>May import: worker. Invariants: an environment is handed to one caller at a time; an environment of an old
 * revision is never handed out.
 */
@NullMarked
package dev.hearth.services.assignment;

import org.jspecify.annotations.NullMarked;
