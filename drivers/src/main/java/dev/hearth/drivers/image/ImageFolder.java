package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images of one data folder. */
final class ImageFolder implements Images {

    static final String ROOTFS = "rootfs.squashfs";
    private static final String UNPACKED = "root";
    /** How the names of container images begin; their digest follows. */
    private static final String CONTAINER = "container-";
    /** End of the part of {@code sha256:...} that names an image here. */
    private static final int DIGEST_END = "sha256:".length() + 40;

    private final Path aptFolder;
    private final Shelf shelf;
    private final References references;
    private final BroughtImages brought;

    ImageFolder(Path data) {
        this.aptFolder = data.resolve("cache/apt");
        this.shelf = new Shelf(data.resolve("images"), "image");
        this.references = new References(data.resolve("images/references"));
        this.brought = new BroughtImages(shelf, this);
    }

    @Override
    public ImageManifest build(ImageRecipe recipe, Progress progress) throws IOException {
        Names.own(recipe.name());
        Tool.require(Tool.MKSQUASHFS, Tool.APT_GET, Tool.APT_CACHE, Tool.DPKG_DEB);
        Apt apt = Apt.open(aptFolder, progress);
        Set<String> packages = new LinkedHashSet<>(DebianRoot.BASE);
        for (String runtime : recipe.runtimes()) {
            packages.addAll(DebianRuntimes.packages(runtime, apt));
        }
        packages.addAll(recipe.packages());
        try (Shelf.Making making = shelf.make()) {
            List<Path> archives =
                    apt.downloadAll(List.copyOf(packages), making.folder().resolve("archives"), progress);
            return assemble(recipe, archives, making, progress);
        }
    }

    private ImageManifest assemble(ImageRecipe recipe, List<Path> archives, Shelf.Making making, Progress progress)
            throws IOException {
        FileTree tree = DebianRoot.empty();
        try (Archives open = new Archives()) {
            progress.stage("unpacking");
            for (int i = 0; i < archives.size(); i++) {
                Map<String, String> version = Apt.versions(List.of(archives.get(i)));
                if (version.keySet().stream().noneMatch(DebianRoot::leftOut)) {
                    open.unpack(archives.get(i), tree);
                }
                progress.fraction((i + 1.0) / archives.size());
            }
            Map<String, String> versions = Apt.versions(archives);
            versions.keySet().removeIf(DebianRoot::leftOut);
            DebianRoot.finish(tree, versions);
            Path rootfs = making.folder().resolve(ROOTFS);
            progress.stage("packing");
            Squashfs.pack(tree, rootfs, Squashfs.epoch(), progress);
            ImageManifest manifest = new ImageManifest(
                    recipe.name(),
                    Digests.of(rootfs),
                    Files.size(rootfs),
                    Machine.here(),
                    "Debian packages",
                    DebianRuntimes.interpreters(tree, versions.getOrDefault("nodejs", "")),
                    versions,
                    Optional.empty());
            making.put(recipe.name(), manifest.json(), List.of(rootfs));
            return manifest;
        }
    }

    /** Archives that stay open while the tree refers to them. */
    private static final class Archives implements AutoCloseable {

        private final List<TarFile> open = new ArrayList<>();

        private void unpack(Path archive, FileTree tree) throws IOException {
            Path tar = archive.resolveSibling(archive.getFileName() + ".tar");
            new Command(Tool.DPKG_DEB, "--fsys-tarfile", archive.toString()).into(tar);
            TarFile file = TarFile.open(tar);
            open.add(file);
            tree.nextLayer();
            file.each(tree::put);
        }

        @Override
        public void close() throws IOException {
            for (TarFile file : open) {
                file.close();
            }
        }
    }

    @Override
    public ImageManifest buildFrom(String name, Path archive, Progress progress) throws IOException {
        Names.own(name);
        Tool.require(Tool.MKSQUASHFS);
        try (Shelf.Making making = shelf.make();
                OciArchive opened = OciArchive.open(archive, making.folder())) {
            OciArchive.Image image = opened.image(Machine.here());
            return assemble(name, archive.getFileName().toString(), opened, image, making, progress);
        }
    }

    @Override
    public ImageManifest importImage(String uri, Optional<Path> archive, Progress progress) throws IOException {
        ImageReference reference = ImageReference.parse(uri);
        Tool.require(Tool.MKSQUASHFS);
        try (Shelf.Making making = shelf.make()) {
            Path source = archive.orElse(making.folder().resolve("pulled"));
            if (archive.isEmpty()) {
                RegistryPull.pull(reference, source, Machine.here(), progress);
            }
            try (OciArchive opened = OciArchive.open(source, making.folder())) {
                OciArchive.Image image = opened.image(Machine.here());
                if (!reference.digest().isEmpty() && !reference.digest().equals(image.digest())) {
                    throw new ImageException(source + " is " + image.digest() + ", not " + reference.digest());
                }
                String name = containerName(image.digest());
                ImageManifest made =
                        shelf.has(name) ? inspect(name) : assemble(name, uri, opened, image, making, progress);
                if (!reference.tag().isEmpty()) {
                    references.put(reference.name() + ":" + reference.tag(), name);
                }
                return made;
            }
        }
    }

    private ImageManifest assemble(
            String name,
            String source,
            OciArchive opened,
            OciArchive.Image image,
            Shelf.Making making,
            Progress progress)
            throws IOException {
        FileTree tree = new FileTree(FileTree.FolderOverLink.REPLACES_LINK);
        opened.unpack(image, tree, progress);
        RootLayout.complete(tree);
        Path rootfs = making.folder().resolve(ROOTFS);
        progress.stage("packing");
        // Times stay as they are, because compiled Python remembers those of its sources.
        Squashfs.pack(tree, rootfs, tree.newest(), progress);
        ImageManifest manifest = new ImageManifest(
                name,
                Digests.of(rootfs),
                Files.size(rootfs),
                Machine.here(),
                source,
                DebianRuntimes.interpreters(tree, ""),
                Map.of(),
                Optional.of(image.config().withExtensions(extensions(tree))));
        making.put(name, manifest.json(), List.of(rootfs));
        return manifest;
    }

    private static List<String> extensions(FileTree tree) throws ImageException {
        List<String> files = new ArrayList<>();
        for (String name : tree.names("opt/extensions")) {
            if (tree.file("opt/extensions/" + name).isPresent()) {
                files.add(name);
            }
        }
        return files;
    }

    @Override
    public Optional<ImageManifest> resolve(String uri) throws IOException {
        ImageReference reference = ImageReference.parse(uri);
        if (!reference.digest().isEmpty()) {
            return byDigest(reference.digest());
        }
        Optional<String> name = references.find(reference.name() + ":" + reference.tag());
        return name.isPresent() && shelf.has(name.get()) ? Optional.of(inspect(name.get())) : Optional.empty();
    }

    @Override
    public Optional<ImageManifest> byDigest(String digest) throws IOException {
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            return Optional.empty();
        }
        String name = containerName(digest);
        return shelf.has(name) ? Optional.of(inspect(name)) : Optional.empty();
    }

    static String containerName(String digest) {
        return CONTAINER + digest.substring("sha256:".length(), DIGEST_END);
    }

    @Override
    public ImageManifest bring(String digest, Elsewhere from) throws IOException {
        return brought.whole(digest, from);
    }

    @Override
    public Optional<ImageManifest> bringNamed(String uri, Elsewhere from) throws IOException {
        return brought.named(uri, from);
    }

    @Override
    public Optional<Path> lent(String name) throws IOException {
        return brought.lent(name);
    }

    @Override
    public Path unpacked(String name) throws IOException {
        Path root = shelf.folder(Names.own(name)).resolve(UNPACKED);
        if (Files.isDirectory(root)) {
            return root;
        }
        Tool.require(Tool.UNSQUASHFS);
        try (Shelf.Making making = shelf.make()) {
            Path fresh = making.folder().resolve(UNPACKED);
            new Command(
                            Tool.UNSQUASHFS,
                            "-q",
                            "-n",
                            "-d",
                            fresh.toString(),
                            rootfs(name).toString())
                    .lines(line -> {});
            if (!Files.isDirectory(root)) {
                Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return root;
    }

    @Override
    public List<ImageManifest> list() throws IOException {
        List<ImageManifest> all = new ArrayList<>();
        for (String name : shelf.names()) {
            all.add(inspect(name));
        }
        return all;
    }

    @Override
    public ImageManifest inspect(String name) throws IOException {
        return ImageManifest.read(shelf.manifest(Names.own(name)), "the manifest of image " + name);
    }

    @Override
    public Path rootfs(String name) {
        return shelf.folder(name).resolve(ROOTFS);
    }

    @Override
    public void remove(String name) throws IOException {
        Names.own(name);
        Optional<String> holder = OpenFiles.holder(rootfs(name));
        if (holder.isPresent()) {
            throw new ImageException("image '" + name + "' is in use by " + holder.get() + ": stop it first");
        }
        shelf.remove(name);
        references.removeOf(name);
    }
}
