/**
 * What a host is like for sandboxes: whether its KVM really runs a machine, and how it stands to Firecracker's advice
 * for production hosts.
 *
 * <p>May import: core (and a binary that guest carries). Verdicts are pure functions over what files say and a helper
 * process printed. Invariants: nothing here changes the host; nothing here waits without a limit, whatever a device
 * does.
 */
@NullMarked
package dev.hearth.drivers.host;

import org.jspecify.annotations.NullMarked;
