package dev.hearth.drivers.namespace;

import dev.hearth.drivers.runtimes.HostPlaces;
import java.nio.file.Path;

/**
 * What the namespace driver needs to know about its host.
 *
 * @param stateDir a folder of the driver's own, made when absent: its binary, the managed runtimes' bootstraps, disk
 *     images for {@code /tmp}. Its path also names the driver's cgroups, so that only their owner clears them away
 * @param places where interpreters are looked for
 */
public record NamespaceOptions(Path stateDir, HostPlaces places) {

    public NamespaceOptions {
        stateDir = stateDir.toAbsolutePath().normalize();
    }

    /** The options of the running process. */
    public static NamespaceOptions ofThisProcess(Path stateDir) {
        return new NamespaceOptions(stateDir, HostPlaces.ofThisProcess());
    }
}
