package dev.hearth.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where one Hearth keeps everything: state, code, keys, and the lock that makes it the only one there.
 *
 * @param root absolute path of the folder
 */
record DataFolder(Path root) {

    DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** The folder used when none is named: {@code ~/.hearth}, where the shell's {@code ~} is. */
    static Path defaultRoot() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home, ".hearth");
    }

    /** Makes the folder, for its owner alone, when it does not exist. */
    void create() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    Path credentials() {
        return root.resolve("credentials");
    }

    /** Locked while a server runs; says who. */
    Path lock() {
        return root.resolve("hearth.lock");
    }

    /** The Unix socket that answers {@code status}. */
    Path statusSocket() {
        return root.resolve("status.sock");
    }

    /** The cluster's keys and certificates, on its first host and on those that joined. */
    Path cluster() {
        return root.resolve("cluster");
    }

    /** The Unix socket that answers with a token to join. */
    Path tokenSocket() {
        return root.resolve("token.sock");
    }

    /** The Unix socket that answers with the cluster's hosts. */
    Path clusterSocket() {
        return root.resolve("cluster.sock");
    }

    /** The Unix socket that takes orders for the cluster. */
    Path orderSocket() {
        return root.resolve("order.sock");
    }

    /** What a detached server prints. */
    Path serverLog() {
        return root.resolve("hearth.log");
    }

    Path database() {
        return root.resolve("hearth.db");
    }

    /** The bytes of S3's objects. */
    Path objects() {
        return root.resolve("objects");
    }

    /** Which events' functions were started; for counting duplicates, so it may be lost. */
    Path startedEvents() {
        return root.resolve("started-events");
    }

    /** The sandboxes' tools and whatever else can be made again; not state. */
    Path cache() {
        return root.resolve("cache");
    }
}
