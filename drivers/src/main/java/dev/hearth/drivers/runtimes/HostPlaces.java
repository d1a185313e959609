package dev.hearth.drivers.runtimes;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Where interpreters of this host are looked for.
 *
 * @param searchPath folders that come first, usually {@code PATH}
 * @param home the user's home folder, where version managers keep more of them
 */
public record HostPlaces(List<Path> searchPath, Path home) {

    public HostPlaces {
        searchPath = List.copyOf(searchPath);
    }

    /** Those of the running process: its {@code PATH}, its JDK and {@code JAVA_HOME}, and its user's home. */
    public static HostPlaces ofThisProcess() {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        String java =
                System.getenv().getOrDefault("JAVA_HOME", "") + "/bin:" + System.getProperty("java.home") + "/bin";
        List<Path> folders = Arrays.stream((path + ":" + java).split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .toList();
        return new HostPlaces(folders, Path.of(System.getProperty("user.home")));
    }
}
