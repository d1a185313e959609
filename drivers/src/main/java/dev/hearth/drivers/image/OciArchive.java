package dev.hearth.drivers.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container image on disk: an OCI image layout or what {@code docker save} writes, as a folder or a tar archive. What
 * names its digest is checked against it.
 */
final class OciArchive implements AutoCloseable {

    private static final int MAX_JSON_BYTES = 4 << 20;
    private static final int MAX_LAYERS = 512;
    private static final int MAX_INDEXES = 4;

    private final Path source;
    private final Path scratch;
    private final @Nullable TarFile tar;
    private final Map<String, Content> files = new HashMap<>();
    private final List<Closeable> open = new ArrayList<>();

    /**
     * What an archive holds for this machine.
     *
     * @param digest of the manifest, or of the configuration where there is no manifest: {@code sha256:...}
     * @param config how it is run
     * @param layers the layers' bytes, packed or not, lowest first
     * @param layerDigests SHA-256 of each layer unpacked, as the configuration tells it
     */
    record Image(String digest, ContainerConfig config, List<Content> layers, List<String> layerDigests) {}

    private OciArchive(Path source, Path scratch, @Nullable TarFile tar) {
        this.source = source;
        this.scratch = scratch;
        this.tar = tar;
    }

    /** Opens {@code source}; {@code scratch} is a folder for what has to be unpacked. */
    static OciArchive open(Path source, Path scratch) throws IOException {
        if (Files.isDirectory(source)) {
            return new OciArchive(source, scratch, null);
        }
        if (!Files.isRegularFile(source)) {
            throw new ImageException("there is no " + source + ": name an OCI layout (a folder or a tar archive)"
                    + " or the tar archive of 'docker save'");
        }
        Path plain = scratch.resolve("archive.tar");
        Unpacking.of(source, plain);
        OciArchive archive = new OciArchive(source, scratch, TarFile.open(plain));
        archive.open.add(archive.tar);
        archive.tar.each(entry -> {
            if (entry.type() == TarEntry.Type.FILE) {
                archive.files.put(String.join("/", Names.parts(entry.name())), entry.content());
            }
        });
        return archive;
    }

    /** The image for {@code machine}. */
    Image image(String machine) throws IOException {
        if (find("index.json").isPresent()) {
            return fromLayout(machine);
        } else if (find("manifest.json").isPresent()) {
            return fromSave(machine);
        }
        throw new ImageException(source + " is no container image: it has neither index.json nor manifest.json");
    }

    private Image fromLayout(String machine) throws IOException {
        Map<?, ?> index = json(required("index.json"), "index.json");
        for (int depth = 0; depth < MAX_INDEXES; depth++) {
            Map<?, ?> chosen = choose(Json.list(index.get("manifests")), machine);
            String digest = Json.string(chosen.get("digest"));
            Map<?, ?> manifest = json(blob(digest), digest);
            if (!Json.list(manifest.get("manifests")).isEmpty()) {
                index = manifest;
                continue;
            }
            List<Content> layers = new ArrayList<>();
            for (Object layer : Json.list(manifest.get("layers"))) {
                layers.add(blob(Json.string(Json.map(layer).get("digest"))));
            }
            return image(
                    digest, blob(Json.string(Json.map(manifest.get("config")).get("digest"))), layers, machine);
        }
        throw new ImageException(source + " has indexes in indexes");
    }

    /** The entry for {@code machine}; one that names no platform will do. */
    private Map<?, ?> choose(List<?> manifests, String machine) throws ImageException {
        String wanted = machine.equals(Machine.ARM64) ? "arm64" : "amd64";
        List<String> others = new ArrayList<>();
        for (Object each : manifests) {
            Map<?, ?> platform = Json.map(Json.map(each).get("platform"));
            String architecture = Json.string(platform.get("architecture"));
            if (architecture.isEmpty() || architecture.equals(wanted)) {
                return Json.map(each);
            }
            others.add(architecture);
        }
        throw new ImageException(source + " has no image for " + wanted + ", only for " + others);
    }

    private Image fromSave(String machine) throws IOException {
        List<?> images = Json.list(Json.parse(required("manifest.json").bytes(MAX_JSON_BYTES), "manifest.json"));
        if (images.size() != 1) {
            throw new ImageException(source + " has " + images.size() + " images; save one at a time");
        }
        Map<?, ?> image = Json.map(images.getFirst());
        Content config = required(Json.string(image.get("Config")));
        List<Content> layers = new ArrayList<>();
        for (String layer : Json.strings(image.get("Layers"))) {
            layers.add(required(layer));
        }
        return image("sha256:" + digestOf(config), config, layers, machine);
    }

    private Image image(String digest, Content config, List<Content> layers, String machine) throws IOException {
        Map<?, ?> json = json(config, "the image's configuration");
        String architecture = Json.string(json.get("architecture"));
        String wanted = machine.equals(Machine.ARM64) ? "arm64" : "amd64";
        if (!architecture.isEmpty() && !architecture.equals(wanted)) {
            throw new ImageException(source + " is for " + architecture + ", and this machine is " + wanted);
        }
        List<String> digests = Json.strings(Json.map(json.get("rootfs")).get("diff_ids"));
        if (digests.size() != layers.size() || layers.size() > MAX_LAYERS) {
            throw new ImageException(source + " has " + layers.size() + " layers where its configuration names "
                    + digests.size() + " (at most " + MAX_LAYERS + " are taken)");
        }
        return new Image(digest, container(digest, Json.map(json.get("config"))), layers, digests);
    }

    private static ContainerConfig container(String digest, Map<?, ?> config) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : Json.strings(config.get("Env"))) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return new ContainerConfig(
                digest,
                Json.strings(config.get("Entrypoint")),
                Json.strings(config.get("Cmd")),
                Json.string(config.get("WorkingDir")),
                environment,
                List.of());
    }

    /** Puts the image's layers on top of each other. */
    void unpack(Image image, FileTree tree, Progress progress) throws IOException {
        progress.stage("unpacking layers");
        for (int i = 0; i < image.layers().size(); i++) {
            Path packed = scratch.resolve("layer");
            Path plain = scratch.resolve("layer-" + i + ".tar");
            try (var out = Files.newOutputStream(packed)) {
                image.layers().get(i).copyTo(out);
            }
            Unpacking.of(packed, plain);
            Files.delete(packed);
            String digest = "sha256:" + Digests.of(plain);
            if (!digest.equals(image.layerDigests().get(i))) {
                throw new ImageException("layer " + (i + 1) + " of " + source + " is damaged: it is " + digest
                        + ", not " + image.layerDigests().get(i));
            }
            TarFile layer = TarFile.open(plain);
            open.add(layer);
            Layer.apply(layer, tree);
            progress.fraction((i + 1.0) / image.layers().size());
        }
    }

    private Content blob(String digest) throws IOException {
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw new ImageException(source + " names something by '" + digest + "', which is no SHA-256");
        }
        Content content = required("blobs/sha256/" + digest.substring("sha256:".length()));
        if (!digest.equals("sha256:" + digestOf(content))) {
            throw new ImageException(source + " is damaged: " + digest + " has other contents");
        }
        return content;
    }

    private static String digestOf(Content content) throws IOException {
        var digest = Digests.sha256();
        content.copyTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return Digests.hex(digest);
    }

    private Map<?, ?> json(Content content, String what) throws IOException {
        return Json.object(content.bytes(MAX_JSON_BYTES), what + " of " + source);
    }

    private Content required(String name) throws IOException {
        return find(name).orElseThrow(() -> new ImageException(source + " lacks " + name));
    }

    private Optional<Content> find(String name) throws IOException {
        String path = String.join("/", Names.parts(name));
        if (tar != null) {
            return Optional.ofNullable(files.get(path));
        }
        Path file = source.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(file);
        open.add(channel);
        return Optional.of(new Content.Slice(channel, 0, channel.size()));
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }
}
