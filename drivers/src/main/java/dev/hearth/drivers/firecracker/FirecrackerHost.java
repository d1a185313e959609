package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.ScratchDisks;
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
 */
record FirecrackerHost(VmHost vms, ScratchDisks disks, Resources.Unpacked guest, Path init) {

    static FirecrackerHost prepare(FirecrackerOptions options, VmmLauncher launcher, Ports ports) throws IOException {
        VmHost vms = HostPreparation.prepare(options, launcher, ports);
        Path stateDir = options.stateDir();
        return new FirecrackerHost(
                vms,
                new ScratchDisks(stateDir.resolve("disks")),
                Resources.unpack(stateDir),
                Resources.program(stateDir, "hearth-init"));
    }
}
