package dev.hearth.drivers.cgroups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The cgroup in which everything of a sandbox but its init can be made to stand still: whoever holds the init can end
 * the rest also then.
 *
 * <p>It is made, and entered, when the sandbox stands still for the first time: to move a process makes the kernel
 * wait for every processor, which a start should not pay. Used by one thread at a time.
 */
public final class Freezer {

    /** Below a sandbox's cgroup of version 2, whose limits so hold for it too. */
    private static final String BELOW = "guest";

    /** Attempts to move every process while they make new ones. */
    private static final int ROUNDS = 20;

    private final Path folder;
    private final boolean unified;
    private final Path processes;
    private boolean made;
    private boolean entered;

    /**
     * Where the sandbox {@code id} can be frozen.
     *
     * @param processes a cgroup that holds the whole sandbox
     */
    public Freezer(Cgroups.Group group, String id, Path processes) {
        this.folder = folder(group, id);
        this.unified = group.unified();
        this.processes = processes;
    }

    private static Path folder(Cgroups.Group group, String id) {
        return group.unified()
                ? group.folder().resolve(id).resolve(BELOW)
                : group.folder().resolve(id);
    }

    public static String file(boolean unified) {
        return unified ? "cgroup.freeze" : "freezer.state";
    }

    /** Processes stand still shortly afterwards; false when they make new ones faster than they can be moved. */
    public boolean freeze(long init) throws IOException {
        if (!made) {
            Files.createDirectories(folder);
            made = true;
        }
        for (int i = 0; i < ROUNDS && !entered; i++) {
            entered = enter(init);
        }
        if (entered) {
            Files.writeString(folder.resolve(file(unified)), unified ? "1" : "FROZEN");
        }
        return entered;
    }

    /** Moves who is outside; true when nobody was. */
    private boolean enter(long init) throws IOException {
        Path inside = folder.resolve("cgroup.procs");
        Set<String> outside = new HashSet<>(Files.readAllLines(processes.resolve("cgroup.procs")));
        outside.removeAll(Files.readAllLines(inside));
        outside.remove(Long.toString(init));
        for (String process : outside) {
            try {
                Files.writeString(inside, process);
            } catch (IOException gone) {
                if (Files.exists(Path.of("/proc", process))) {
                    throw gone;
                }
            }
        }
        return outside.isEmpty();
    }

    public void thaw() throws IOException {
        thaw(folder, unified);
    }

    private static void thaw(Path folder, boolean unified) throws IOException {
        Files.writeString(folder.resolve(file(unified)), unified ? "0" : "THAWED");
    }

    /** In version 1 a frozen process does not even die; in version 2 it does. */
    public boolean mustThawToDie() {
        return !unified;
    }

    public void remove() {
        if (made) {
            Cgroups.remove(folder);
            if (unified) {
                Cgroups.remove(folder.getParent());
            }
        }
    }

    /** Lets what a killed predecessor left run, so that it can be ended. */
    public static void thawLeftOvers(Cgroups.Group group) {
        for (Path sandbox : Cgroups.folders(group.folder())) {
            Path left = folder(group, sandbox.getFileName().toString());
            try {
                if (Files.isDirectory(left)) {
                    thaw(left, group.unified());
                }
            } catch (IOException gone) {
                // its processes ended meanwhile
            }
        }
    }
}
