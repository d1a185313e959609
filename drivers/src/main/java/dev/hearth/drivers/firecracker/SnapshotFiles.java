package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A microVM's snapshot on disk.
 *
 * @param folder holds the files {@link #STATE} and {@link #MEMORY}, and of a sandbox {@link #TMP}
 * @param tap the tap device that the microVM had; empty for none
 * @param vsock the path of its vsock device's socket, as it was told
 * @param standStill whether what is loaded of it waits to be resumed
 */
record SnapshotFiles(Path folder, String tap, String vsock, boolean standStill) {

    /** What goes on at once. */
    SnapshotFiles(Path folder, String tap, String vsock) {
        this(folder, tap, vsock, false);
    }

    static final String STATE = "state";
    static final String MEMORY = "memory";
    static final String TMP = "tmp";
    private static final String TAP = "tap";

    /** The snapshot of a sandbox, whose guest must not dial before the host listens. */
    static SnapshotFiles ofSandbox(Path folder) throws IOException {
        return new SnapshotFiles(folder, Files.readString(folder.resolve(TAP)), VmPlan.VSOCK, true);
    }

    /** Notes the tap device for {@link #ofSandbox}. */
    static void note(Path folder, VmPlan plan) throws IOException {
        Files.writeString(
                folder.resolve(TAP), plan.network().map(VmPlan.NetworkPlan::tap).orElse(""));
    }

    Path tmp() {
        return folder.resolve(TMP);
    }

    Path state() {
        return folder.resolve(STATE);
    }

    Path memory() {
        return folder.resolve(MEMORY);
    }
}
