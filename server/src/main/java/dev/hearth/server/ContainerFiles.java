package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.FunctionImage;
import dev.hearth.drivers.image.ContainerConfig;
import dev.hearth.drivers.image.ImageException;
import dev.hearth.drivers.image.ImageManifest;
import dev.hearth.drivers.image.Images;
import dev.hearth.sandbox.ContainerImage;
import dev.hearth.services.registry.ContainerImages;
import dev.hearth.services.registry.FunctionPage;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.worker.CodeCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container images of this host, as the registry names them and as the worker runs them. */
final class ContainerFiles implements ContainerImages, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerFiles.class);

    private static final String SHA256 = "sha256:";

    private final Images images;
    private final Map<String, Object> bringing = new ConcurrentHashMap<>();
    private volatile Images.Elsewhere elsewhere = Images.Elsewhere.NOBODY;
    /** Open files of images that functions were made of, by digest: that is how a removal sees that they are in use. */
    private final Map<String, FileChannel> held = new ConcurrentHashMap<>();

    ContainerFiles(Images images) {
        this.images = images;
    }

    @Override
    public Optional<Resolved> resolve(String uri) {
        try {
            Optional<ImageManifest> here = images.resolve(uri);
            Optional<String> digest = (here.isPresent() ? here : images.bringNamed(uri, elsewhere))
                    .flatMap(ImageManifest::container)
                    .map(ContainerConfig::digest);
            digest.ifPresent(this::hold);
            return digest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Resolved(digest.get().substring(SHA256.length()), Images.pinned(uri, digest.get())));
        } catch (ImageException e) {
            throw new Fault(
                            Fault.Kind.INVALID_PARAMETER,
                            "Source image " + uri + " is not valid. Provide a valid source image.")
                    .asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds the images of all functions, so that none is removed meanwhile. */
    void hold(Registry registry) {
        String marker = null;
        do {
            FunctionPage page = registry.versions(null, marker, null);
            page.functions()
                    .forEach(function -> function.configuration()
                            .image()
                            .map(FunctionImage::digest)
                            .ifPresent(this::hold));
            marker = page.nextMarker();
        } while (marker != null);
    }

    private void hold(String digest) {
        held.computeIfAbsent(digest, wanted -> {
            try {
                Optional<ImageManifest> image = images.byDigest(wanted);
                return image.isEmpty()
                        ? null
                        : FileChannel.open(images.rootfs(image.get().name()));
            } catch (IOException e) {
                LOG.warn("the container image {} of a function cannot be read: {}", wanted, e.getMessage());
                return null;
            }
        });
    }

    @Override
    public void close() throws IOException {
        for (FileChannel each : held.values()) {
            each.close();
        }
    }

    /** The packages of {@code code}, with these images beside them. */
    CodeCache beside(CodeCache code) {
        return new CodeCache() {
            @Override
            public Path taskRoot(String codeDigest) throws IOException {
                return code.taskRoot(codeDigest);
            }

            @Override
            public Image image(String digest) throws IOException {
                return ContainerFiles.this.image(digest);
            }
        };
    }

    /** Other hosts have images as well. */
    void elsewhere(Images.Elsewhere others) {
        elsewhere = others;
    }

    /**
     * The file for another host that brings an image.
     *
     * @param bring whether the image is brought here first where it is on a third host
     */
    Optional<Path> lent(String name, boolean bring) throws IOException {
        Optional<Path> here = images.lent(name);
        Optional<String> digest = Images.lentDigest(name);
        if (here.isEmpty() && bring && digest.isPresent()) {
            brought(digest.get());
            return images.lent(name);
        }
        return here;
    }

    /** Whoever needs it at the same time waits for the first. */
    private ImageManifest brought(String digest) throws IOException {
        Object turn = bringing.computeIfAbsent(digest, _ -> new Object());
        synchronized (turn) {
            try {
                return images.bring(digest, elsewhere);
            } finally {
                bringing.remove(digest, turn);
            }
        }
    }

    private ImageManifest manifest(String digest) throws IOException {
        Optional<ImageManifest> here = images.byDigest(digest);
        try {
            return here.isPresent() ? here.get() : brought(digest);
        } catch (NoSuchFileException nowhere) {
            throw new IOException(
                    "the image " + digest + " is not here, nor on a host that is there now: start the host that"
                            + " has it, or import it again with 'hearth image import'",
                    nowhere);
        }
    }

    private CodeCache.Image image(String digest) throws IOException {
        ImageManifest manifest = manifest(digest);
        ContainerConfig config = manifest.container().orElseThrow();
        return new CodeCache.Image(
                new Files(manifest.name()),
                config.entryPoint(),
                config.command(),
                config.workingFolder(),
                config.environment(),
                config.extensions());
    }

    /** The files of one image. */
    private final class Files implements ContainerImage.Root {

        private final String name;

        private Files(String name) {
            this.name = name;
        }

        @Override
        public Path squashfs() {
            return images.rootfs(name);
        }

        @Override
        public Path folder() throws IOException {
            return images.unpacked(name);
        }
    }
}
