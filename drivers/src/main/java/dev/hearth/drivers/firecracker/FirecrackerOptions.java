package dev.hearth.drivers.firecracker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the Firecracker driver needs to know.
 *
 * @param stateDir a folder of the driver's own, made when absent: jails, snapshots, its copy of the binary. Its path
 *     also names what the driver makes on the host, so that only its owner clears it away
 * @param firecracker the binary; statically linked when there is a jailer
 * @param jailer the jailer of the same version; empty to run Firecracker without its walls
 * @param configureBy how microVMs are described to it
 * @param limits of every microVM's devices
 */
public record FirecrackerOptions(
        Path stateDir, Optional<Path> firecracker, Optional<Path> jailer, ConfigureBy configureBy, RateLimits limits) {

    public FirecrackerOptions {
        stateDir = stateDir.toAbsolutePath().normalize();
    }

    /** What is called {@code firecracker} and {@code jailer} in the process's {@code PATH}. */
    public static FirecrackerOptions ofThisProcess(Path stateDir) {
        return new FirecrackerOptions(
                stateDir, onPath("firecracker"), onPath("jailer"), ConfigureBy.API, RateLimits.NONE);
    }

    /** The same with a binary of the user's choice; an empty text keeps what was found. */
    public FirecrackerOptions with(String firecrackerPath, String jailerPath, ConfigureBy by, RateLimits newLimits) {
        return new FirecrackerOptions(
                stateDir,
                firecrackerPath.isEmpty() ? firecracker : Optional.of(Path.of(firecrackerPath)),
                jailerPath.isEmpty()
                        ? jailer
                        : Optional.of(jailerPath)
                                .filter(each -> !each.equals(NO_JAILER))
                                .map(Path::of),
                by,
                newLimits);
    }

    /** Instead of the jailer's path: run without it. */
    public static final String NO_JAILER = "none";

    private static Optional<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/local/bin", "/opt/firecracker"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
