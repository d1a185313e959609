package dev.hearth.drivers.microvm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel for guests.
 *
 * <p>{@code kernels/NAME} holds {@code vmlinux}, {@code initrd.img} and {@code manifest.json}. The {@code
 * initrd.img} has no init: only {@code /modules/order} (file names, one a line, in the order in which they are
 * loaded) and the modules beside it. A driver appends its own archive with {@code /init} (a kernel reads archives
 * one after the other), so that a newer Hearth needs no new kernel folder.
 *
 * @param name what {@code hearth image list} calls it, for example {@code debian-6.1.0-56-cloud}
 * @param vmlinux uncompressed ELF image
 * @param initrd the archive with modules; empty when everything is built in
 * @param digest SHA-256 over both, lower-case hexadecimal
 */
public record GuestKernel(String name, Path vmlinux, Optional<Path> initrd, String digest) {}
