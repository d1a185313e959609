package dev.hearth.drivers.image;

import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the microVM drivers see of images and kernels. */
final class HostImages implements GuestImages {

    private final Images images;
    private final Kernels kernels;

    HostImages(Images images, Kernels kernels) {
        this.images = images;
        this.kernels = kernels;
    }

    /** Those made of packages; a container image serves its own functions only. Smallest first. */
    @Override
    public List<GuestImage> images() throws IOException {
        return images.list().stream()
                .filter(image -> image.container().isEmpty() && image.machine().equals(Machine.here()))
                .sorted(Comparator.comparingLong(ImageManifest::sizeBytes))
                .map(image ->
                        new GuestImage(image.name(), images.rootfs(image.name()), image.digest(), image.interpreters()))
                .toList();
    }

    /** The one called {@code default} if there is one, else that of the newest release. */
    @Override
    public Optional<GuestKernel> kernel() throws IOException {
        List<KernelManifest> all = kernels.list().stream()
                .filter(kernel -> kernel.machine().equals(Machine.here()))
                .toList();
        return all.stream()
                .filter(kernel -> kernel.name().equals("default"))
                .findFirst()
                .or(() -> all.stream().max(Comparator.comparing(KernelManifest::release, new ReleaseOrder())))
                .map(this::guestKernel);
    }

    private GuestKernel guestKernel(KernelManifest kernel) {
        Path folder = kernels.folder(kernel.name());
        return new GuestKernel(
                kernel.name(),
                folder.resolve(kernel.kernel()),
                kernel.modules().isEmpty() ? Optional.empty() : Optional.of(folder.resolve(KernelFolder.INITRD)),
                kernel.digest());
    }
}
