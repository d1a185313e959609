/**
 * Disk images for {@code /tmp}: of exactly the size asked for, the same in a namespace sandbox and in a microVM.
 *
 * <p>May import: nothing of the house. Invariant: an image is whole when it can be seen.
 */
@NullMarked
package dev.hearth.drivers.disks;

import org.jspecify.annotations.NullMarked;
