package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kernels of one data folder. */
final class KernelFolder implements Kernels {

    static final String INITRD = "initrd.img";
    private static final String CONFIG = "config";
    private static final int MAX_DEPTH = 3;

    private final Path aptFolder;
    private final Shelf shelf;

    KernelFolder(Path data) {
        this.aptFolder = data.resolve("cache/apt");
        this.shelf = new Shelf(data.resolve("kernels"), "kernel");
    }

    @Override
    public KernelManifest build(String packageName, String name, Progress progress) throws IOException {
        if (!name.isEmpty()) {
            Names.own(name);
        }
        Apt apt = Apt.open(aptFolder, progress);
        String wanted = packageName.isEmpty() ? defaultPackage() : packageName;
        String real = withKernel(apt, wanted);
        try (Shelf.Making making = shelf.make()) {
            Path archive = apt.downloadOne(real, making.folder().resolve("archives"), progress);
            String source = "Debian package " + real + " "
                    + Apt.versions(List.of(archive)).getOrDefault(real, "");
            try (KernelPackage opened = KernelPackage.open(archive, making.folder())) {
                return take(opened, source, name, making, progress);
            }
        }
    }

    private static String defaultPackage() {
        return "linux-image-cloud-" + (Machine.here().equals(Machine.ARM64) ? "arm64" : "amd64");
    }

    /** The package with the files: {@code name} itself, or what a package without files depends on. */
    private static String withKernel(Apt apt, String name) throws IOException {
        if (apt.candidate(name).isEmpty()) {
            throw new ImageException("the package sources of this host have no " + name
                    + "; 'apt-cache search linux-image' lists the kernels that they have");
        }
        String at = name;
        for (int i = 0; i < MAX_DEPTH; i++) {
            Optional<String> next = apt.dependencies(at).stream()
                    .filter(each -> each.startsWith("linux-image-"))
                    .findFirst();
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private KernelManifest take(
            KernelPackage opened, String source, String name, Shelf.Making making, Progress progress)
            throws IOException {
        String machine = Machine.here();
        progress.stage("unpacking the kernel");
        byte[] config = opened.config();
        new KernelConfig(new String(config, StandardCharsets.UTF_8)).check(opened.release(), machine);
        Path packed = making.folder().resolve("vmlinuz");
        opened.writeKernel(packed);
        progress.fraction(0.5);
        Path plain = making.folder().resolve(machine.equals(Machine.ARM64) ? "Image" : "vmlinux");
        BootImage.extract(packed, plain, machine);
        progress.stage("choosing modules");
        Map<String, byte[]> modules = KernelModules.ordered(opened::module);
        Path initrd = making.folder().resolve(INITRD);
        Files.write(initrd, initrd(modules));
        Path kept = making.folder().resolve(CONFIG);
        Files.write(kept, config);
        String called = name.isEmpty() ? "debian-" + opened.release().replaceAll("-(amd64|arm64)$", "") : name;
        KernelManifest manifest = new KernelManifest(
                Names.own(called.toLowerCase(Locale.ROOT)),
                Digests.of(plain, initrd),
                machine,
                opened.release(),
                source,
                plain.getFileName().toString(),
                Files.size(plain) + Files.size(initrd),
                modules.keySet().stream().map(KernelFolder::file).toList());
        making.put(manifest.name(), manifest.json(), List.of(plain, initrd, kept));
        return manifest;
    }

    private static String file(String module) {
        return module + ".ko";
    }

    private static byte[] initrd(Map<String, byte[]> modules) {
        StringBuilder order = new StringBuilder();
        modules.keySet().forEach(name -> order.append(file(name)).append('\n'));
        Cpio archive = new Cpio()
                .folder("modules")
                .file("modules/order", order.toString().getBytes(StandardCharsets.UTF_8));
        modules.forEach((name, bytes) -> archive.file("modules/" + file(name), bytes));
        return archive.finish();
    }

    @Override
    public List<KernelManifest> list() throws IOException {
        List<KernelManifest> all = new ArrayList<>();
        for (String name : shelf.names()) {
            all.add(inspect(name));
        }
        return all;
    }

    @Override
    public KernelManifest inspect(String name) throws IOException {
        return KernelManifest.read(shelf.manifest(Names.own(name)), "the manifest of kernel " + name);
    }

    @Override
    public Path folder(String name) {
        return shelf.folder(name);
    }

    @Override
    public void remove(String name) throws IOException {
        KernelManifest manifest = inspect(name);
        for (String file : List.of(manifest.kernel(), INITRD)) {
            Optional<String> holder = OpenFiles.holder(folder(name).resolve(file));
            if (holder.isPresent()) {
                throw new ImageException("kernel '" + name + "' is in use by " + holder.get() + ": stop it first");
            }
        }
        shelf.remove(name);
    }
}
