/**
 * One host's execution environments: start, init, invoke, freeze, shut down, reap; and the Runtime, Extensions and
 * Telemetry APIs that they call.
 *
 * <p>May import: logs (and the sandbox SPI). Invariants: an environment serves one invocation at a time; an
 * environment that timed out, crashed or was interrupted is destroyed and never serves again; a sandbox that ends is
 * told to the listener.
 */
@NullMarked
package dev.hearth.services.worker;

import org.jspecify.annotations.NullMarked;
