/**
 * What the drivers know of managed runtimes: which interpreters this host has, which of them serves an identifier, with
 * which command line, and the files that module guest carries.
 *
 * <p>May import: core, sandbox (and guest's files, as resources). Invariants: decisions are pure; files are replaced in
 * one step.
 */
@NullMarked
package dev.hearth.drivers.runtimes;

import org.jspecify.annotations.NullMarked;
