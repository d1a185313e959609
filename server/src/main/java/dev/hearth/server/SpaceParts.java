package dev.hearth.server;

import dev.hearth.drivers.image.Drives;
import dev.hearth.drivers.image.ImageManifest;
import dev.hearth.drivers.image.Images;
import dev.hearth.drivers.image.KernelManifest;
import dev.hearth.drivers.image.Kernels;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SpaceUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the stores of this server take on disk, each with the limit from which on it gives something up. */
final class SpaceParts {

    private static final Logger LOG = LoggerFactory.getLogger(SpaceParts.class);

    private SpaceParts() {}

    /** Images and kernels stay until somebody removes them, drives and snapshots are bounded. */
    static List<SpaceUse> of(Path data, Drives drives, SandboxDriver driver) {
        List<SpaceUse> all = new ArrayList<>();
        try {
            List<ImageManifest> images = Images.in(data).list();
            all.add(kept(
                    "images",
                    images.stream().mapToLong(ImageManifest::sizeBytes).toArray()));
            List<KernelManifest> kernels = Kernels.in(data).list();
            all.add(kept(
                    "kernels",
                    kernels.stream().mapToLong(KernelManifest::sizeBytes).toArray()));
        } catch (IOException unreadable) {
            LOG.warn("images and kernels cannot be listed", unreadable);
        }
        Drives.Usage usage = drives.usage();
        all.add(new SpaceUse("drives", usage.drives(), usage.inUse(), usage.bytes(), 0, usage.limitBytes()));
        all.addAll(driver.space());
        return all.stream().filter(each -> each.count() > 0).toList();
    }

    private static SpaceUse kept(String what, long[] sizes) {
        long bytes = 0;
        for (long size : sizes) {
            bytes += size;
        }
        return new SpaceUse(what, sizes.length, 0, bytes, 0, 0);
    }
}
