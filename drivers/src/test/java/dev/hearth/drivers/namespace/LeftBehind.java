package dev.hearth.drivers.namespace;

import dev.hearth.drivers.cgroups.CgroupMounts;
import dev.hearth.drivers.cgroups.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a sandbox could leave behind on this host and what belongs to this process. */
final class LeftBehind {

    private LeftBehind() {}

    /** The cgroups of the driver with this state folder. */
    static List<String> of(Path state) throws IOException {
        List<String> found = new ArrayList<>();

        CgroupMounts mounts = CgroupMounts.parse(
                Files.readString(Path.of("/proc/self/mountinfo")), Files.readString(Path.of("/proc/self/cgroup")));
        for (CgroupMounts.Hierarchy hierarchy : mounts.hierarchies()) {
            for (Path parent : List.of(hierarchy.mount(), hierarchy.own())) {
                Path group = parent.resolve("hearth-" + Cgroups.stateName(state));
                if (Files.exists(group)) {
                    found.add(group.toString());
                }
            }
        }
        return found;
    }

    /** The relative names of the files below a folder. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
