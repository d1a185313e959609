package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images of one data folder. */
final class ImageFolder implements Images {

    static final String ROOTFS = "rootfs.squashfs";

    private final Path aptFolder;
    private final Shelf shelf;

    ImageFolder(Path data) {
        this.aptFolder = data.resolve("cache/apt");
        this.shelf = new Shelf(data.resolve("images"), "image");
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
    }
}
