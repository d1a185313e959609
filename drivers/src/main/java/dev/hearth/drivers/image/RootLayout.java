package dev.hearth.drivers.image;

import java.util.List;

/** What every root file system must have so that an init can mount over it; see {@code GuestImage}. */
final class RootLayout {

    private static final List<String> MOUNT_POINTS =
            List.of("proc", "sys", "dev", "run", "opt", "var/task", "var/runtime", "var/lang");
    private static final List<String> COVERED = List.of("etc/resolv.conf", "etc/hosts", "etc/hostname");
    private static final int OPEN = 01777;
    private static final int FOLDER = 0755;

    private RootLayout() {}

    /** Mount points become real folders and files: a link there would lead a mount astray. */
    static void complete(FileTree tree) throws ImageException {
        for (String name : MOUNT_POINTS) {
            tree.ensureFolder(name, FOLDER);
        }
        tree.ensureFolder("tmp", OPEN);
        for (String name : COVERED) {
            tree.ensureFile(name);
        }
    }
}
