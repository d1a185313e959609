package dev.hearth.drivers.namespace;

import dev.hearth.core.Ports;
import dev.hearth.drivers.cgroups.Cgroups;
import dev.hearth.drivers.disks.DiskImages;
import dev.hearth.drivers.runtimes.Resources;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the driver prepared on this host, once for all sandboxes.
 *
 * @param ports time and tasks
 * @param sandboxes waits for output and ends
 * @param relays carries connections to Hearth's endpoint
 * @param spawner forks the launchers
 * @param users host users for sandboxes
 * @param cgroups limits
 * @param disks images for {@code /tmp}
 * @param running the living sandboxes
 * @param guest what runs inside the sandboxes
 * @param stateDir the driver's folder
 */
record Host(
        Ports ports,
        Poller sandboxes,
        Poller relays,
        Spawner spawner,
        UserIds users,
        Cgroups cgroups,
        TmpDisks disks,
        Running running,
        Resources.Unpacked guest,
        Path stateDir) {

    private static final String ONLY_ROOT = "only root can mount a disk image";

    static Host prepare(NamespaceOptions options, Ports ports) throws IOException {
        Path stateDir = options.stateDir();
        Resources.Unpacked guest = Resources.unpack(stateDir);
        Spawner spawner = new Spawner(guest.binary(), stateDir.resolve("root"));
        boolean privileged = spawner.privileged();
        TmpDisks disks = new TmpDisks(
                new DiskImages(stateDir.resolve("disks")), spawner, ports.tasks(), privileged ? "" : ONLY_ROOT);
        return new Host(
                ports,
                Poller.start("hearth-sandboxes"),
                Poller.start("hearth-relays"),
                spawner,
                privileged ? UserIds.forState(stateDir) : UserIds.own(),
                Cgroups.prepare(stateDir),
                disks,
                new Running(),
                guest,
                stateDir);
    }

    /** Ends every sandbox, waits until they are gone, and gives everything back. */
    void close() {
        running.endAll();
        disks.close();
        spawner.close();
        sandboxes.close();
        relays.close();
        cgroups.close();
    }
}
