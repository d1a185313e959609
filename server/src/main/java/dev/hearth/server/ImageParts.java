package dev.hearth.server;

import dev.hearth.core.Time;
import dev.hearth.drivers.image.Drives;
import dev.hearth.drivers.image.Images;
import dev.hearth.drivers.image.Kernels;
import dev.hearth.drivers.microvm.GuestImages;

/**
 * What guests are made of, in a data folder.
 *
 * @param images root file systems and kernels
 * @param drives functions' code and layers
 * @param containers container images of functions
 */
record ImageParts(GuestImages images, Drives drives, ContainerFiles containers) {

    static ImageParts in(DataFolder folder, Time time) {
        return new ImageParts(
                Kernels.forGuests(folder.root()),
                Drives.in(folder.cache().resolve("drives"), Drives.DEFAULT_LIMIT_BYTES, time),
                new ContainerFiles(Images.in(folder.root())));
    }
}
