package dev.hearth.drivers.namespace;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the namespace driver needs to know about its host.
 *
 * @param stateDir a folder of the driver's own, made when absent: its binary, the managed runtimes' bootstraps, disk
 *     images for {@code /tmp}. Its path also names the driver's cgroups, so that only their owner clears them away
 * @param searchPath folders in which interpreters are looked for first, usually {@code PATH}
 * @param home the user's home folder, where version managers keep more interpreters
 */
public record NamespaceOptions(Path stateDir, List<Path> searchPath, Path home) {

    public NamespaceOptions {
        stateDir = stateDir.toAbsolutePath().normalize();
        searchPath = List.copyOf(searchPath);
    }

    /** The options of the running process: its {@code PATH}, its JDK and {@code JAVA_HOME}, and its user's home. */
    public static NamespaceOptions ofThisProcess(Path stateDir) {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        String java =
                System.getenv().getOrDefault("JAVA_HOME", "") + "/bin:" + System.getProperty("java.home") + "/bin";
        List<Path> folders = Arrays.stream((path + ":" + java).split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .toList();
        return new NamespaceOptions(stateDir, folders, Path.of(System.getProperty("user.home")));
    }
}
