package dev.hearth.drivers.qemu;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the QEMU driver needs to know about its host.
 *
 * @param stateDir a folder of the driver's own, made when absent
 * @param searchPath folders in which QEMU is looked for
 */
public record QemuOptions(Path stateDir, List<Path> searchPath) {

    public QemuOptions {
        stateDir = stateDir.toAbsolutePath().normalize();
        searchPath = List.copyOf(searchPath);
    }

    /** The options of the running process: its {@code PATH}. */
    public static QemuOptions ofThisProcess(Path stateDir) {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        List<Path> folders = Arrays.stream(path.split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .toList();
        return new QemuOptions(stateDir, folders);
    }
}
