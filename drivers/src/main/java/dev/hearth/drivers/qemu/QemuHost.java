package dev.hearth.drivers.qemu;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.Initrd;
import dev.hearth.drivers.microvm.ScratchDisks;
import dev.hearth.drivers.microvm.SerialHub;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.drivers.runtimes.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What the driver prepared on this host, once for all machines.
 *
 * @param ports time and tasks
 * @param programs what machines are started with
 * @param tscKhz rate of the time stamp counter, 0 when there is none
 * @param hub carries the guests' serial lines
 * @param networking gives machines their network
 * @param drives code, layers and runtimes as drives
 * @param disks disks for {@code /tmp}
 * @param snapshots machines that can be woken
 * @param version what QEMU says of itself
 * @param guest the managed runtimes' files
 * @param stateDir the driver's folder
 */
record QemuHost(
        Ports ports,
        Programs programs,
        long tscKhz,
        SerialHub hub,
        Networking networking,
        GuestDrives drives,
        ScratchDisks disks,
        SnapshotStore snapshots,
        String version,
        Resources.Unpacked guest,
        Path stateDir) {

    /** Digits of a machine's folder; short, because a socket's path is. */
    private static final int NAME_DIGITS = 8;

    static QemuHost prepare(Path qemu, Path stateDir, GuestDrives drives, Networking networking, Ports ports)
            throws IOException {
        Resources.Unpacked guest = Resources.unpack(stateDir);
        Programs programs = new Programs(
                qemu, Resources.program(stateDir, "hearth-guard"), Resources.program(stateDir, "hearth-init"));
        LeftOvers.remove(machines(stateDir));
        networking.clearLeftOvers();
        Files.createDirectories(machines(stateDir));
        ScratchDisks disks = new ScratchDisks(stateDir.resolve("disks"));
        SnapshotStore snapshots = SnapshotStore.open(
                stateDir.resolve("snapshots"),
                SnapshotStore.Limits.USUAL,
                gone -> disks.forget(QemuTemplate.scratch(gone)));
        return new QemuHost(
                ports,
                programs,
                programs.tscKhz(),
                SerialHub.start(ports.randomness(), ports.time()),
                networking,
                drives,
                disks,
                snapshots,
                programs.version(),
                guest,
                stateDir);
    }

    private static Path machines(Path stateDir) {
        return stateDir.resolve("vm");
    }

    /** A new folder for one machine, for its owner alone. */
    MachinePlan.Files newMachine() throws IOException {
        Path folder = machines(stateDir).resolve(ports.randomness().hex(NAME_DIGITS));
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new MachinePlan.Files(folder);
    }

    /** The initial RAM disk for a kernel, with this Hearth's init; made when it is not there. */
    Path initrd(GuestKernel kernel) throws IOException {
        return Initrd.of(kernel, programs.init(), stateDir);
    }

    void close() {
        hub.close();
    }
}
