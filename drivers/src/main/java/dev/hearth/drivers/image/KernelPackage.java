package dev.hearth.drivers.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An unpacked kernel package, open. */
final class KernelPackage implements AutoCloseable {

    private static final Pattern KERNEL = Pattern.compile("(?:\\./)?boot/vmlinu[zx]-(.+)");
    private static final Pattern CONFIG = Pattern.compile("(?:\\./)?boot/config-.+");
    private static final Pattern MODULE = Pattern.compile(".*/([^/]+)\\.ko(\\.xz|\\.zst|\\.gz)?");
    private static final int MAX_MODULE_BYTES = 32 << 20;
    private static final int MAX_CONFIG_BYTES = 4 << 20;

    private final TarFile tar;
    private final Path scratch;
    private final Map<String, TarEntry> modules = new HashMap<>();
    private @Nullable TarEntry kernel;
    private @Nullable TarEntry config;
    private String release = "";

    private KernelPackage(TarFile tar, Path scratch) {
        this.tar = tar;
        this.scratch = scratch;
    }

    /** Opens the package {@code archive}; {@code scratch} is a folder for what is unpacked on the way. */
    static KernelPackage open(Path archive, Path scratch) throws IOException {
        Path plain = scratch.resolve("package.tar");
        new Command(Tool.DPKG_DEB, "--fsys-tarfile", archive.toString()).into(plain);
        KernelPackage opened = new KernelPackage(TarFile.open(plain), scratch);
        opened.tar.each(opened::note);
        return opened;
    }

    private void note(TarEntry entry) {
        Matcher named = KERNEL.matcher(entry.name());
        Matcher module = MODULE.matcher(entry.name());
        if (entry.type() != TarEntry.Type.FILE) {
            return;
        }
        if (named.matches()) {
            kernel = entry;
            release = named.group(1);
        } else if (CONFIG.matcher(entry.name()).matches()) {
            config = entry;
        } else if (module.matches()) {
            modules.put(module.group(1).replace('-', '_'), entry);
        }
    }

    /** As {@code uname -r} says, or empty when the package holds no kernel. */
    String release() {
        return release;
    }

    byte[] config() throws IOException {
        return Optional.ofNullable(config)
                .orElseThrow(() -> new ImageException("the package holds no boot/config-*"))
                .content()
                .bytes(MAX_CONFIG_BYTES);
    }

    void writeKernel(Path file) throws IOException {
        TarEntry entry = Optional.ofNullable(kernel)
                .orElseThrow(() -> new ImageException("the package holds no boot/vmlinuz-*"));
        try (var out = Files.newOutputStream(file)) {
            entry.content().copyTo(out);
        }
    }

    /** The module called so, unpacked, or null. */
    byte @Nullable [] module(String name) throws IOException {
        TarEntry entry = modules.get(name);
        if (entry == null) {
            return null;
        }
        byte[] packed = entry.content().bytes(MAX_MODULE_BYTES);
        if (entry.name().endsWith(".ko")) {
            return packed;
        }
        Path from = scratch.resolve("module.packed");
        Path to = scratch.resolve("module.ko");
        Files.copy(new ByteArrayInputStream(packed), from, StandardCopyOption.REPLACE_EXISTING);
        Unpacking.of(from, to);
        return Files.readAllBytes(to);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
