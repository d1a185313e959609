package dev.hearth.drivers.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of the host that building needs, and the package that brings it. */
enum Tool {
    MKSQUASHFS("squashfs-tools"),
    UNSQUASHFS("squashfs-tools"),
    APT_GET("apt"),
    APT_CACHE("apt"),
    DPKG_DEB("dpkg"),
    XZ("xz-utils"),
    ZSTD("zstd"),
    LZ4("lz4");

    private static final List<String> FOLDERS =
            List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin");

    private final String debianPackage;

    Tool(String debianPackage) {
        this.debianPackage = debianPackage;
    }

    /** What is typed. */
    String program() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(":")).filter(folder -> folder.startsWith("/")), FOLDERS.stream())
                .map(folder -> Path.of(folder, program()))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where it is, or an error that says how to get it. */
    Path required() throws ImageException {
        return find().orElseThrow(() -> new ImageException(missing(List.of(this))));
    }

    /** Looks for all of them at once, so that nobody installs one after the other. */
    static void require(Tool... tools) throws ImageException {
        List<Tool> missing =
                Stream.of(tools).filter(tool -> tool.find().isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new ImageException(missing(missing));
        }
    }

    private static String missing(List<Tool> tools) {
        String programs = String.join(", ", tools.stream().map(Tool::program).toList());
        String packages = String.join(
                " ", tools.stream().map(tool -> tool.debianPackage).distinct().toList());
        return tools.contains(APT_GET) || tools.contains(DPKG_DEB)
                ? programs + " is missing: images and kernels of Debian packages are made on Debian or Ubuntu only."
                        + " Elsewhere take a container image: --from-oci"
                : programs + " is missing: sudo apt-get install " + packages;
    }
}
