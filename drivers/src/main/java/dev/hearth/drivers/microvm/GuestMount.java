package dev.hearth.drivers.microvm;

import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.sandbox.SandboxSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders of the host that become one read-only drive of a guest.
 *
 * @param name of the drive: letters
 * @param folders merged in order
 * @param target where the guest mounts it
 */
public record GuestMount(String name, List<Path> folders, String target) {

    public GuestMount {
        folders = List.copyOf(folders);
    }

    /** The drives after the root, in order. */
    public static List<GuestMount> of(BootstrapCommand command, SandboxSpec spec) {
        List<GuestMount> all = new ArrayList<>();
        command.runtime().ifPresent(folder -> all.add(new GuestMount("runtime", List.of(folder), "/var/runtime")));
        if (spec.image().isEmpty()) {
            all.add(new GuestMount("code", List.of(spec.taskRoot()), "/var/task"));
        }
        if (!spec.layers().isEmpty()) {
            all.add(new GuestMount("layers", spec.layers(), "/opt"));
        }
        return all;
    }
}
