package dev.hearth.drivers.gvisor;

import dev.hearth.core.Ports;
import dev.hearth.drivers.cgroups.Cgroups;
import dev.hearth.drivers.disks.DiskImages;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.drivers.runtimes.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * What the driver prepared on this host, once for all cells.
 *
 * @param ports time and tasks
 * @param runsc gVisor's program
 * @param guard the program that ends a cell when Hearth does
 * @param guest the managed runtimes' files
 * @param cgroups limits
 * @param disks images for {@code /tmp}
 * @param networks ways out
 * @param shown what every cell sees of the host
 * @param stateDir the driver's folder
 */
record GvisorHost(
        Ports ports,
        Path runsc,
        Path guard,
        Resources.Unpacked guest,
        Cgroups cgroups,
        DiskImages disks,
        GuestNetworks networks,
        List<Bundle.Bind> shown,
        Path stateDir) {

    static final String NO_RUNSC = "gVisor is not installed: apt-get install runsc";
    private static final String NOT_ROOT = "only root can start cells";
    /** Digits of a cell's folder; short, because a socket's path is. */
    private static final int NAME_DIGITS = 8;

    static Optional<Path> find(HostPlaces places) {
        return places.searchPath().stream()
                .map(folder -> folder.resolve("runsc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static GvisorHost prepare(GvisorOptions options, GuestNetworks networks, Ports ports) throws IOException {
        Path runsc = find(options.places()).orElseThrow(() -> new IOException(NO_RUNSC));
        if (!System.getProperty("user.name").equals("root")) {
            throw new IOException(NOT_ROOT);
        }
        Path stateDir = options.stateDir();
        Resources.Unpacked guest = Resources.unpack(stateDir);
        Cgroups cgroups = Cgroups.prepare(stateDir);
        LeftOvers.remove(stateDir.resolve("cells"));
        Files.createDirectories(stateDir.resolve("cells"));
        List<Bundle.Bind> shown = RootFolder.make(stateDir.resolve("root"), Resources.program(stateDir, "hearth-cell"));
        return new GvisorHost(
                ports,
                runsc,
                Resources.program(stateDir, "hearth-guard"),
                guest,
                cgroups,
                new DiskImages(stateDir.resolve("disks")),
                networks,
                shown,
                stateDir);
    }

    Path root() {
        return stateDir.resolve("root");
    }

    /** A new folder for one cell, for root alone. */
    Path newCell() throws IOException {
        return Files.createDirectory(
                stateDir.resolve("cells").resolve(ports.randomness().hex(NAME_DIGITS)),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    void close() {
        LeftOvers.removeTree(root());
        cgroups.close();
    }
}
