/**
 * The sandbox driver that boots a guest under QEMU's {@code microvm} machine: by KVM where a test boot shows that it
 * works, else by software emulation.
 *
 * <p>May import: core, sandbox, and the drivers' shared packages. What happens inside and on the channel is {@link
 * dev.hearth.drivers.microvm}'s; here are the process, its command line, its monitor connection and its files.
 * Invariants: a machine never outlives Hearth ({@code hearth-guard}); every wait has a limit; after a machine ended
 * nothing of it is left.
 */
@NullMarked
package dev.hearth.drivers.qemu;

import org.jspecify.annotations.NullMarked;
