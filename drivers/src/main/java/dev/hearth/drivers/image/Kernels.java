package dev.hearth.drivers.image;

import dev.hearth.drivers.microvm.GuestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The kernels of this host: {@code kernels/NAME/{vmlinux,initrd.img,config,manifest.json}} in a data folder ({@code
 * Image}
 * in the place of {@code vmlinux} on arm64).
 */
public interface Kernels {

    /** The kernels of the data folder {@code data}; nothing is made before it is needed. */
    static Kernels in(Path data) {
        return new KernelFolder(data);
    }

    /** Images and kernels of the data folder {@code data} as the microVM drivers want them. */
    static GuestImages forGuests(Path data) {
        return new HostImages(Images.in(data), Kernels.in(data));
    }

    /**
     * Takes a kernel out of a Debian package; nothing is installed. One of the same name is replaced.
     *
     * @param packageName the package, or one that depends on it; empty: Debian's cloud kernel
     * @param name what it will be called; empty: after its release
     * @throws ImageException when a tool or package is missing, or the kernel lacks what guests need; the message says
     *     which and what to do
     */
    KernelManifest build(String packageName, String name, Progress progress) throws IOException;

    /** Every kernel, sorted by name. */
    List<KernelManifest> list() throws IOException;

    /**
     * The kernel called {@code name}.
     *
     * @throws ImageException when there is none
     */
    KernelManifest inspect(String name) throws IOException;

    /** Where its files are. */
    Path folder(String name);

    /**
     * Removes it.
     *
     * @throws ImageException when there is none, or a running guest uses it
     */
    void remove(String name) throws IOException;
}
