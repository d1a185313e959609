/**
 * The rooms' store ports over JDBC: one implementation, SQLite today, written so that PostgreSQL is a second dialect.
 *
 * <p>May import: core and the services' store ports. Invariants: a write that was acknowledged is committed and
 * synced; one writer, so that writes of this process never meet; a unit of work is applied wholly or not at all;
 * readers see committed units only, each read one snapshot; no thread is made here, the writer runs on the
 * {@link dev.hearth.core.Tasks} given.
 */
@NullMarked
package dev.hearth.storage;

import org.jspecify.annotations.NullMarked;
