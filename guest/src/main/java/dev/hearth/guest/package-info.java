/**
 * What runs inside the sandbox: the bootstraps of the managed runtimes, as files to be mounted at {@code /var/runtime}.
 *
 * <p>May import: nothing of ours. Invariant: a bootstrap needs its interpreter's standard library only, writes
 * nothing to its own folder, and knows nothing of Hearth but the Runtime API.
 */
@NullMarked
package dev.hearth.guest;

import org.jspecify.annotations.NullMarked;
