package dev.hearth.drivers.firecracker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the jailer is to make the cgroups of microVMs: {@code <root>/<parent>/<id>}, in version 2 if at all possible; a
 * snapshot takes much longer to load in version 1 (Firecracker's issue 2129).
 *
 * @param version 2 or 1, as the jailer's {@code --cgroup-version}
 * @param parent the jailer's {@code --parent-cgroup}, relative to the roots
 * @param roots in version 2 one, under the name {@code unified}; in version 1 one for each controller
 * @param why what kept it from being better; empty when nothing did
 */
record CgroupPlan(int version, String parent, Map<String, Path> roots, String why) {

    static final String UNIFIED = "unified";
    /** What limits a microVM. */
    static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids");

    CgroupPlan {
        roots = Map.copyOf(roots);
    }

    /** Whether there are limits at all. */
    boolean limits() {
        return !roots.isEmpty();
    }

    /** The cgroups that the jailer makes for a microVM. */
    List<Path> folders(String vmId) {
        return roots.values().stream()
                .distinct()
                .map(root -> root.resolve(parent).resolve(vmId))
                .toList();
    }

    /** The folders that hold them. */
    List<Path> parents() {
        return roots.values().stream()
                .distinct()
                .map(root -> root.resolve(parent))
                .toList();
    }

    /**
     * Decides from what {@code /proc} says.
     *
     * @param mounts {@code /proc/self/mounts}, which the jailer reads too
     * @param self {@code /proc/self/cgroup}
     * @param unified the controllers that version 2 has at its root
     * @param name the folder to use below what is this process's
     */
    static CgroupPlan decide(String mounts, String self, Set<String> unified, String name) {
        Optional<Path> second = mounts.lines()
                .map(line -> line.split(" "))
                .filter(line -> line.length > 2 && line[2].equals("cgroup2"))
                .map(line -> Path.of(line[1]))
                .findFirst();
        if (second.isPresent() && unified.containsAll(CONTROLLERS)) {
            return new CgroupPlan(2, inOwn(self, name), Map.of(UNIFIED, second.get()), "");
        }
        Map<String, Path> first = new LinkedHashMap<>();
        mounts.lines()
                .map(line -> line.split(" "))
                .filter(line -> line.length > 3 && line[2].equals("cgroup"))
                .forEach(line -> Arrays.stream(line[3].split(","))
                        .filter(CONTROLLERS::contains)
                        .forEach(each -> first.putIfAbsent(each, Path.of(line[1]))));
        if (first.keySet().containsAll(CONTROLLERS)) {
            return new CgroupPlan(1, name, first, "cgroup version 2 lacks a controller: snapshots load slowly");
        }
        List<String> missing = new ArrayList<>(CONTROLLERS);
        missing.removeAll(unified);
        return new CgroupPlan(2, name, Map.of(), "no cgroup controller " + String.join(", ", missing) + " here");
    }

    /**
     * The folder {@code name} where systemd lets this process make cgroups: in the service or scope itself, or beside
     * the leaf of it that holds this process ({@code DelegateSubgroup=}). Elsewhere right at the root.
     */
    private static String inOwn(String self, String name) {
        String own = self.lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::".length()))
                .findFirst()
                .orElse("/");
        for (Path folder = Path.of(own); folder != null && folder.getFileName() != null; folder = folder.getParent()) {
            String last = folder.getFileName().toString();
            if (last.endsWith(".service") || last.endsWith(".scope")) {
                return folder.resolve(name).toString().substring(1);
            }
        }
        return name;
    }
}
