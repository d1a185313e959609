package dev.hearth.drivers.qemu;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the QEMU driver needs to know about its host.
 *
 * @param stateDir a folder of the driver's own, made when absent
 * @param searchPath folders in which QEMU is looked for
 * @param counted whether guests are emulated with a clock that counts their instructions, one nanosecond each
 */
public record QemuOptions(Path stateDir, List<Path> searchPath, boolean counted) {

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
        return new QemuOptions(stateDir, folders, false);
    }

    /** To measure: emulated guests whose clock is their own instructions; they take several times as long. */
    public QemuOptions countInstructions() {
        return new QemuOptions(stateDir, searchPath, true);
    }
}
