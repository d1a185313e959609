package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /**
     * Makes an image of a container image on disk: an OCI image layout or the archive of {@code docker save}.
     *
     * @param name what it will be called
     * @param archive a folder or a tar archive
     * @throws ImageException when it is damaged, for another machine, or would leave its place
     */
    ImageManifest buildFrom(String name, Path archive, Progress progress) throws IOException;

    /**
     * Makes a container image known by its name, for functions of the package type Image. The name means this image
     * from
     * now on; functions that were made with another stay with that.
     *
     * @param uri {@code registry/repository:tag}
     * @param archive as in {@link #buildFrom}; empty: the registry is asked
     */
    ImageManifest importImage(String uri, Optional<Path> archive, Progress progress) throws IOException;

    /** The container image that {@code uri} means here, by tag or digest, or empty. */
    Optional<ImageManifest> resolve(String uri) throws IOException;

    /** The name by which exactly the image with {@code digest} is meant, in the repository of {@code uri}. */
    static String pinned(String uri, String digest) throws ImageException {
        return ImageReference.parse(uri).withDigest(digest);
    }

    /** The container image with the digest {@code sha256:...}, or empty. */
    Optional<ImageManifest> byDigest(String digest) throws IOException;

    /** Files of other hosts' images. */
    @FunctionalInterface
    interface Elsewhere {

        /** Nobody else has images. */
        Elsewhere NOBODY = (name, _, _) -> {
            throw new NoSuchFileException(name);
        };

        /**
         * Makes {@code target} of what is called {@code name} there. Blocks.
         *
         * @throws NoSuchFileException when nobody who is there has it
         * @throws IOException also when it has more than {@code mostBytes}
         */
        void bring(String name, Path target, long mostBytes) throws IOException;
    }

    /**
     * The container image with the digest {@code sha256:...}, brought here unless it is. Blocks.
     *
     * @throws NoSuchFileException when it is nowhere
     * @throws ImageException when it came damaged, is another, too large or for another machine
     */
    ImageManifest bring(String digest, Elsewhere from) throws IOException;

    /** The container image that {@code uri} means elsewhere, brought here; empty when it means none. Blocks. */
    Optional<ImageManifest> bringNamed(String uri, Elsewhere from) throws IOException;

    /** The file for another host that brings; empty when it is not here. The name is that host's. */
    Optional<Path> lent(String name) throws IOException;

    /** The digest {@code sha256:...} of the image whose file that name means; empty when it says none. */
    static Optional<String> lentDigest(String name) {
        return BroughtImages.digest(name);
    }

    /**
     * A folder with the files of an image, unpacked once and read-only by custom: for sandboxes that share the host's
     * kernel.
     */
    Path unpacked(String name) throws IOException;

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
