package dev.hearth.drivers.cgroups;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where this process finds the cgroup file systems; a pure reading of two files of {@code /proc/self}. */
public record CgroupMounts(List<Hierarchy> hierarchies) {

    /**
     * One cgroup file system.
     *
     * @param unified whether it is version 2
     * @param controllers of version 1: what it controls; version 2 tells in its own files
     * @param mount where it is mounted
     * @param own the folder of the cgroup in which this process is; the mount itself when that cannot be seen
     */
    public record Hierarchy(boolean unified, Set<String> controllers, Path mount, Path own) {}

    public CgroupMounts {
        hierarchies = List.copyOf(hierarchies);
    }

    /** Reads {@code mountinfo} and {@code cgroup} of {@code /proc/self}. */
    public static CgroupMounts parse(String mountInfo, String selfCgroup) {
        Map<String, String> own = ownPaths(selfCgroup);
        List<Hierarchy> found = new ArrayList<>();
        mountInfo.lines().forEach(line -> {
            String[] halves = line.split(" - ", 2);
            String[] place = halves[0].split(" ");
            String[] kind = halves.length < 2 ? new String[0] : halves[1].split(" ");
            if (kind.length < 3 || place.length < 5) {
                return;
            }
            Path mount = Path.of(unescape(place[4]));
            String root = unescape(place[3]);
            if (kind[0].equals("cgroup2")) {
                found.add(new Hierarchy(true, Set.of(), mount, inside(mount, root, own.get(""))));
            } else if (kind[0].equals("cgroup")) {
                Set<String> controllers = Set.copyOf(Arrays.asList(kind[2].split(",")));
                String path = controllers.stream()
                        .filter(own::containsKey)
                        .findAny()
                        .map(own::get)
                        .orElse("/");
                found.add(new Hierarchy(false, controllers, mount, inside(mount, root, path)));
            }
        });
        return new CgroupMounts(found);
    }

    /** Controller to path; the unified hierarchy has the empty name. */
    private static Map<String, String> ownPaths(String selfCgroup) {
        Map<String, String> paths = new HashMap<>();
        selfCgroup.lines().forEach(line -> {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                for (String controller : fields[1].split(",")) {
                    paths.put(controller, fields[2]);
                }
            }
        });
        return paths;
    }

    private static Path inside(Path mount, String root, @org.jspecify.annotations.Nullable String path) {
        if (path == null || path.contains("..")) {
            return mount;
        }
        String below = root.equals("/") ? path : path.startsWith(root) ? path.substring(root.length()) : "";
        return mount.resolve(below.replaceFirst("^/+", "")).normalize();
    }

    /** Spaces and the like are written as octal numbers. */
    private static String unescape(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
}
