package dev.hearth.drivers.cgroups;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the machine's cgroups that belongs to one Hearth: for each controller a folder {@code hearth-STATE}, in
 * version 1 or 2, whichever has the controller here and can be written.
 *
 * <p>Version 2 forbids processes in a cgroup that hands controllers down, so in a delegated one this Hearth first
 * moves itself into a leaf beside.
 */
public final class Cgroups {

    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    public static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids");
    /** Attempts to remove a cgroup whose last process is just being buried, and the wait between them. */
    private static final int REMOVE_ATTEMPTS = 200;

    /** Digits of the name under which a state folder's cgroups are found again. */
    private static final int STATE_DIGITS = 12;

    private static final long REMOVE_WAIT_NANOS = 1_000_000;

    /** What a reason for having no freezer is kept under. */
    public static final String FREEZER = "freezer";

    private final Map<String, Group> groups;
    private final Map<String, String> reasons;
    private final Optional<Group> freezer;

    /** The folder in which one controller's sandboxes are. */
    public record Group(Path folder, boolean unified) {}

    private Cgroups(Map<String, Group> groups, Map<String, String> reasons, Optional<Group> freezer) {
        this.groups = groups;
        this.reasons = reasons;
        this.freezer = freezer;
    }

    /** The cgroups of the driver that keeps its state in {@code stateDir}. */
    public static Cgroups prepare(Path stateDir) throws IOException {
        CgroupMounts mounts = CgroupMounts.parse(
                Files.readString(Path.of("/proc/self/mountinfo")), Files.readString(Path.of("/proc/self/cgroup")));
        return prepare(mounts, stateName(stateDir));
    }

    /** The part of the cgroups' names that tells whose they are. */
    public static String stateName(Path stateDir) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(stateDir.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, STATE_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Makes the folders and clears away what a predecessor with the same state left in them. */
    public static Cgroups prepare(CgroupMounts mounts, String state) {
        Map<String, Group> groups = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String controller : CONTROLLERS) {
            try {
                groups.put(controller, find(mounts, controller, "hearth-" + state));
            } catch (IOException unusable) {
                reasons.put(controller, String.valueOf(unusable.getMessage()));
            }
        }
        Optional<Group> freezer = freezer(mounts, groups, "hearth-" + state);
        if (freezer.isEmpty()) {
            reasons.put(FREEZER, "no cgroup with a freezer can be written");
        }
        freezer.ifPresent(Freezer::thawLeftOvers);
        Cgroups all = new Cgroups(groups, reasons, freezer);
        all.folders().forEach(Cgroups::clear);
        if (groups.containsKey("cpu")) {
            weigh(groups.get("cpu"));
        }
        return all;
    }

    private List<Path> folders() {
        return Stream.concat(groups.values().stream(), freezer.stream())
                .map(Group::folder)
                .distinct()
                .toList();
    }

    /** Version 2 can always freeze, and kills what is frozen; version 1 has a controller for it. */
    private static Optional<Group> freezer(CgroupMounts mounts, Map<String, Group> groups, String name) {
        Optional<Group> shared = groups.values().stream().filter(Group::unified).findFirst();
        if (shared.isPresent()) {
            return shared;
        }
        for (boolean unified : new boolean[] {true, false}) {
            for (CgroupMounts.Hierarchy hierarchy : mounts.hierarchies()) {
                if (hierarchy.unified() != unified
                        || !unified && !hierarchy.controllers().contains(FREEZER)) {
                    continue;
                }
                for (Path parent : parents(hierarchy)) {
                    try {
                        Path folder = makeFolder(parent.resolve(name));
                        if (Files.exists(folder.resolve(Freezer.file(unified)))) {
                            return Optional.of(new Group(folder, unified));
                        }
                        remove(folder);
                    } catch (IOException refused) {
                        // the next one may be writable
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> parents(CgroupMounts.Hierarchy hierarchy) {
        return hierarchy.mount().equals(hierarchy.own())
                ? List.of(hierarchy.mount())
                : List.of(hierarchy.mount(), hierarchy.own());
    }

    public Optional<Group> freezer() {
        return freezer;
    }

    /** Some cgroup must tell which processes are the sandbox's. */
    private Optional<Freezer> freezer(String id, Map<String, Group> own) {
        return own.values().stream()
                .findFirst()
                .flatMap(any -> freezer.map(group -> new Freezer(group, id, any.folder())));
    }

    /**
     * All functions together stand beside the machine's other work as one; the weights of a few keep them from
     * starving.
     */
    private static void weigh(Group cpu) {
        Path file = cpu.folder().resolve(cpu.unified() ? "cpu.weight" : "cpu.shares");
        try {
            if (Files.exists(file)) {
                Files.writeString(file, Long.toString(CgroupLimits.weightOfAll(cpu.unified())));
            }
        } catch (IOException kept) {
            LOG.info("the functions' common processor weight stays as it is", kept);
        }
    }

    public Optional<Group> group(String controller) {
        return Optional.ofNullable(groups.get(controller));
    }

    /** Why a controller cannot be used, for people. */
    public String reason(String controller) {
        return reasons.getOrDefault(controller, "");
    }

    public SandboxCgroup create(String id, CgroupLimits limits) throws IOException {
        Map<String, Group> own = new LinkedHashMap<>();
        for (Map.Entry<String, Group> each : groups.entrySet()) {
            Group group = each.getValue();
            own.put(each.getKey(), new Group(group.folder().resolve(id), group.unified()));
        }
        HostCgroup cgroup = new HostCgroup(own, limits, freezer(id, own));
        try {
            cgroup.make();
        } catch (IOException failed) {
            cgroup.remove();
            throw failed;
        }
        return cgroup;
    }

    /** Removes the folders; they are empty when every sandbox ended. */
    public void close() {
        folders().forEach(Cgroups::remove);
    }

    private static Group find(CgroupMounts mounts, String controller, String name) throws IOException {
        IOException last = new IOException("no cgroup file system with the controller " + controller + " is mounted");
        for (CgroupMounts.Hierarchy hierarchy : mounts.hierarchies()) {
            for (Path parent : parents(hierarchy)) {
                try {
                    if (hierarchy.unified() && offers(parent, controller)) {
                        return unified(parent, controller, name);
                    } else if (hierarchy.controllers().contains(controller)) {
                        return new Group(makeFolder(parent.resolve(name)), false);
                    }
                } catch (IOException refused) {
                    last = new IOException(
                            "cannot write " + parent + ": " + refused.getClass().getSimpleName(), refused);
                }
            }
        }
        throw last;
    }

    private static boolean offers(Path parent, String controller) throws IOException {
        Path file = parent.resolve("cgroup.controllers");
        return Files.isReadable(file)
                && List.of(Files.readString(file).strip().split(" ")).contains(controller);
    }

    private static Group unified(Path parent, String controller, String name) throws IOException {
        if (!Files.isWritable(parent.resolve("cgroup.subtree_control"))) {
            throw new IOException("not delegated to this user");
        }
        try {
            handDown(parent, controller);
        } catch (IOException busy) {
            moveProcesses(parent, makeFolder(parent.resolve(name + "-self")));
            handDown(parent, controller);
        }
        Path folder = makeFolder(parent.resolve(name));
        handDown(folder, controller);
        return new Group(folder, true);
    }

    private static void handDown(Path parent, String controller) throws IOException {
        Path file = parent.resolve("cgroup.subtree_control");
        if (!List.of(Files.readString(file).strip().split(" ")).contains(controller)) {
            Files.writeString(file, "+" + controller);
        }
    }

    private static void moveProcesses(Path from, Path to) throws IOException {
        for (String process : Files.readAllLines(from.resolve("cgroup.procs"))) {
            try {
                Files.writeString(to.resolve("cgroup.procs"), process);
            } catch (IOException gone) {
                LOG.debug("process {} cannot be moved any more", process, gone);
            }
        }
    }

    private static Path makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
        }
        return folder;
    }

    /** Ends and removes the sandboxes of a predecessor that was killed. */
    private static void clear(Path folder) {
        for (Path left : folders(folder)) {
            clear(left);
            try {
                for (String process : Files.readAllLines(left.resolve("cgroup.procs"))) {
                    ProcessHandle.of(Long.parseLong(process)).ifPresent(ProcessHandle::destroyForcibly);
                }
            } catch (IOException gone) {
                continue;
            }
            remove(left);
        }
    }

    public static List<Path> folders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.filter(Files::isDirectory).toList());
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Removes a cgroup, waiting a bounded while for its last process. */
    public static void remove(Path folder) {
        for (int attempt = 0; attempt < REMOVE_ATTEMPTS; attempt++) {
            if (folder.toFile().delete() || !folder.toFile().exists()) {
                return;
            }
            LockSupport.parkNanos(REMOVE_WAIT_NANOS);
        }
        LOG.warn("the cgroup {} could not be removed", folder);
    }
}
