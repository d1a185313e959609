/**
 * What a sandbox is to the rest of the house: the SPI that every driver implements, and a fake that ships with it.
 *
 * <p>May import: core. Invariants: a sandbox that ended stays ended; {@link dev.hearth.sandbox.SandboxListener#ended}
 * is called exactly once per started sandbox; after it nothing of the sandbox is left on the host.
 */
@NullMarked
package dev.hearth.sandbox;

import org.jspecify.annotations.NullMarked;
