package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.ScratchDisks;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.drivers.runtimes.Resources;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the driver prepared on this host, once for all sandboxes.
 *
 * @param vms what microVMs need
 * @param disks disks for {@code /tmp}
 * @param guest the managed runtimes' files
 * @param init the guest's init
 * @param snapshots microVMs that can be woken
 * @param snapshotVersion of the snapshots that this Firecracker makes and loads
 */
record FirecrackerHost(
        VmHost vms,
        ScratchDisks disks,
        Resources.Unpacked guest,
        Path init,
        SnapshotStore snapshots,
        String snapshotVersion) {

    static FirecrackerHost prepare(FirecrackerOptions options, VmmLauncher launcher, Ports ports) throws IOException {
        VmHost vms = HostPreparation.prepare(options, launcher, ports);
        Path stateDir = options.stateDir();
        ScratchDisks disks = new ScratchDisks(stateDir.resolve("disks"));
        SnapshotStore snapshots = SnapshotStore.open(
                stateDir.resolve("snapshots"),
                SnapshotStore.Limits.USUAL,
                gone -> disks.forget(gone.resolve(SnapshotFiles.TMP)));
        return new FirecrackerHost(
                vms,
                disks,
                Resources.unpack(stateDir),
                Resources.program(stateDir, "hearth-init"),
                snapshots,
                Binary.ask(vms.executable()).snapshotVersion());
    }
}
