/**
 * The sandbox driver made of Linux namespaces, cgroups and a system call filter.
 *
 * <p>May import: core, sandbox (and the binary and bootstraps that guest carries). The walls themselves are built by
 * the small static program {@code hearth-sandbox} of the module guest; this package starts it, keeps the cgroups,
 * carries output and ends. Invariants: a descriptor has one owner, who closes it once; {@code ended} is told only
 * after every process inside is gone and all output was delivered; after it nothing of the sandbox is left on the
 * host.
 */
@NullMarked
package dev.hearth.drivers.namespace;

import org.jspecify.annotations.NullMarked;
