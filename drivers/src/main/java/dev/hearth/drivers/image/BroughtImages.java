package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Container images that come from another host's shelf, and what that one may have of this one's. */
final class BroughtImages {

    private static final String BY_DIGEST = "image/";
    private static final String BY_NAME = "image-named/";
    private static final String SHA256 = "sha256:";
    private static final Pattern LENT = Pattern.compile(BY_DIGEST + "([0-9a-f]{64})/(" + Pattern.quote(Shelf.MANIFEST)
            + "|" + Pattern.quote(ImageFolder.ROOTFS) + ")");

    /** The largest root of a container image that is brought, bytes: Lambda's limit of one that is unpacked. */
    private static final long MOST_BYTES = 10L << 30;

    private final Shelf shelf;
    private final Images images;

    BroughtImages(Shelf shelf, Images images) {
        this.shelf = shelf;
        this.images = images;
    }

    /** The file that another host asks for; the name is whatever it sent. */
    Optional<Path> lent(String name) throws IOException {
        if (name.startsWith(BY_NAME)) {
            return images.resolve(name.substring(BY_NAME.length()))
                    .map(image -> shelf.folder(image.name()).resolve(Shelf.MANIFEST));
        }
        Matcher asked = LENT.matcher(name);
        return asked.matches()
                ? images.byDigest(SHA256 + asked.group(1))
                        .map(image -> shelf.folder(image.name()).resolve(asked.group(2)))
                : Optional.empty();
    }

    /** The digest in such a name; empty when it has none. */
    static Optional<String> digest(String name) {
        Matcher asked = LENT.matcher(name);
        return asked.matches() ? Optional.of(SHA256 + asked.group(1)) : Optional.empty();
    }

    Optional<ImageManifest> named(String uri, Images.Elsewhere from) throws IOException {
        ImageReference.parse(uri);
        String digest;
        try (Shelf.Making making = shelf.make()) {
            digest = config(manifest(BY_NAME + uri, making, from)).digest();
        } catch (NoSuchFileException nowhere) {
            return Optional.empty();
        }
        return Optional.of(whole(digest, from));
    }

    ImageManifest whole(String digest, Images.Elsewhere from) throws IOException {
        Optional<ImageManifest> here = images.byDigest(digest);
        if (here.isPresent()) {
            return here.get();
        }
        String prefix = BY_DIGEST + digest.substring(SHA256.length()) + "/";
        try (Shelf.Making making = shelf.make()) {
            ImageManifest manifest = manifest(prefix + Shelf.MANIFEST, making, from);
            check(manifest, digest);
            Path rootfs = making.folder().resolve(ImageFolder.ROOTFS);
            from.bring(prefix + ImageFolder.ROOTFS, rootfs, manifest.sizeBytes());
            if (!Digests.of(rootfs).equals(manifest.digest())) {
                throw new ImageException("the image " + digest + " came damaged");
            }
            if (!shelf.has(manifest.name())) {
                making.put(manifest.name(), manifest.json(), List.of(rootfs));
            }
            return manifest;
        }
    }

    private static ImageManifest manifest(String name, Shelf.Making making, Images.Elsewhere from) throws IOException {
        Path file = making.folder().resolve("brought");
        from.bring(name, file, Shelf.MAX_MANIFEST_BYTES);
        ImageManifest manifest = ImageManifest.read(Files.readAllBytes(file), "the manifest of " + name);
        Files.delete(file);
        return manifest;
    }

    private static ContainerConfig config(ImageManifest manifest) throws ImageException {
        ContainerConfig config = manifest.container()
                .orElseThrow(() -> new ImageException("what came for a container image is none: " + manifest.name()));
        if (!config.digest().matches("sha256:[0-9a-f]{64}")) {
            throw new ImageException("an image came with a digest that is none");
        }
        return config;
    }

    /** What it says must be what was asked for, because its name becomes a folder's here. */
    private static void check(ImageManifest manifest, String digest) throws ImageException {
        if (!config(manifest).digest().equals(digest) || !manifest.name().equals(ImageFolder.containerName(digest))) {
            throw new ImageException("another image came than " + digest);
        }
        if (!manifest.machine().equals(Machine.here())) {
            throw new ImageException(
                    "the image " + digest + " is for " + manifest.machine() + ", and this host is " + Machine.here());
        }
        if (manifest.sizeBytes() <= 0 || manifest.sizeBytes() > MOST_BYTES) {
            throw new ImageException("the image " + digest + " is too large: " + manifest.sizeBytes() + " bytes");
        }
    }
}
