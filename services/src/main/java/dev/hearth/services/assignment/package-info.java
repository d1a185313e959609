/**
 * Which environment serves an invocation: an idle one of exactly that version, revision and tenant, or a new one.
 *
 * <p>May import: placement, worker. Invariants: an environment is handed to one caller at a time, and serves one
 * function version, revision and tenant; one that the worker said is gone is never handed out; after a function
 * changed, no new caller gets an environment of the old revision; a caller is told exactly once; as many environments
 * are started as callers wait and provisioned concurrency asks for, never more at once than hosts take, and none in a
 * hot loop.
 */
@NullMarked
package dev.hearth.services.assignment;

import org.jspecify.annotations.NullMarked;
