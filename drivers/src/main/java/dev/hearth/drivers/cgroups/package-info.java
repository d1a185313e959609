/**
 * The part of the machine's cgroups that belongs to one driver of one Hearth: limits on memory, processor time and
 * processes of each sandbox, and the freezer; in version 1 and version 2.
 *
 * <p>May import: linux. Invariants: what a killed predecessor with the same name left is ended and removed before a new
 * cgroup is made; a limit counts from the moment a process enters.
 */
@NullMarked
package dev.hearth.drivers.cgroups;

import org.jspecify.annotations.NullMarked;
