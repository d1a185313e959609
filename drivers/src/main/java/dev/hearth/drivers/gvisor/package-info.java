/**
 * The sandbox driver that runs functions under gVisor's {@code runsc}: a kernel in user space between the function and
 * the host's, where there is no hardware virtualization.
 *
 * <p>May import: core, sandbox, cgroups, disks, microvm, network, runtimes. A cell is a machine without a kernel image:
 * its first process {@code hearth-cell} speaks the microVMs' guest protocol over Unix sockets in a folder that it
 * shares with the host, so that {@link dev.hearth.drivers.microvm.GuestSandbox} is the host's side. Invariants: every
 * process of a cell is in its cgroup from its first instruction; a cell does not outlive Hearth; after its end no
 * process, mount, cgroup, folder or namespace of it is left, and a killed predecessor's are removed before the first
 * start.
 */
@NullMarked
package dev.hearth.drivers.gvisor;

import org.jspecify.annotations.NullMarked;
