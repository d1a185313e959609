package dev.hearth.drivers.firecracker;

import java.nio.file.Path;

/**
 * A microVM's snapshot on disk.
 *
 * @param folder holds the files {@link #STATE} and {@link #MEMORY}
 * @param tap the tap device that the microVM had; empty for none
 * @param vsock the path of its vsock device's socket, as it was told
 */
record SnapshotFiles(Path folder, String tap, String vsock) {

    static final String STATE = "state";
    static final String MEMORY = "memory";

    Path state() {
        return folder.resolve(STATE);
    }

    Path memory() {
        return folder.resolve(MEMORY);
    }
}
