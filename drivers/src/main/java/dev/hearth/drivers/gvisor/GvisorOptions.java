package dev.hearth.drivers.gvisor;

import dev.hearth.drivers.runtimes.HostPlaces;
import java.nio.file.Path;

/**
 * What the gVisor driver needs to know about its host.
 *
 * @param stateDir a folder of the driver's own, made when absent; its path also names the driver's cgroups
 * @param places where {@code runsc} and interpreters are looked for
 */
public record GvisorOptions(Path stateDir, HostPlaces places) {

    public GvisorOptions {
        stateDir = stateDir.toAbsolutePath().normalize();
    }

    /** The options of the running process. */
    public static GvisorOptions ofThisProcess(Path stateDir) {
        return new GvisorOptions(stateDir, HostPlaces.ofThisProcess());
    }
}
