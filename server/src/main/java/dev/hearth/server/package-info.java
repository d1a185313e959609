/**
 * The composition root, by hand: the ports' real implementations, configuration, the command line and the life of one
 * server.
 *
 * <p>May import: every other module. Invariants: one server per data folder; what a server starts it also ends;
 * nothing here decides anything about functions.
 */
@NullMarked
package dev.hearth.server;

import org.jspecify.annotations.NullMarked;
