/**
 * Functions, versions and their configuration and state: what exists, what it may become, and when.
 *
 * <p>May import: no other room. Invariants: a published version never changes; every change gives a function a new
 * revision id; what a caller was told of is in the store.
 */
@NullMarked
package dev.hearth.services.registry;

import org.jspecify.annotations.NullMarked;
