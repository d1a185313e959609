/**
 * What guests are made of: root file systems, kernels and the read-only drives with a function's code.
 *
 * <p>May import: core, sandbox, drivers.microvm (whose ports it fills). Everything is put together as data, entry by
 * entry, and only then written as one archive by {@code mksquashfs}: no file of a package or container image is ever
 * made on the host, so none can leave its place by a link or a {@code ..}, and owners and modes are kept without
 * privilege. Invariants: the same inputs make the same bytes; a folder under {@code images} or {@code kernels} is whole
 * or absent; what is in use is not removed.
 */
@NullMarked
package dev.hearth.drivers.image;

import org.jspecify.annotations.NullMarked;
