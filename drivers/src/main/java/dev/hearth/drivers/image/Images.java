package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The root file systems of this host: {@code images/NAME/{rootfs.squashfs,manifest.json}} in a data folder. */
public interface Images {

    /** The images of the data folder {@code data}; nothing is made before it is needed. */
    static Images in(Path data) {
        return new ImageFolder(data);
    }

    /**
     * Makes an image of Debian packages, from the package sources of the host, and replaces one of the same name.
     *
     * @throws ImageException when a tool or package is missing; the message says how to get it
     */
    ImageManifest build(ImageRecipe recipe, Progress progress) throws IOException;

    /** Every image, sorted by name. */
    List<ImageManifest> list() throws IOException;

    /**
     * The image called {@code name}.
     *
     * @throws ImageException when there is none
     */
    ImageManifest inspect(String name) throws IOException;

    /** The file of its root. */
    Path rootfs(String name);

    /**
     * Removes it.
     *
     * @throws ImageException when there is none, or a running guest uses it
     */
    void remove(String name) throws IOException;
}
