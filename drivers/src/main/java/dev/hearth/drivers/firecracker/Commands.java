package dev.hearth.drivers.firecracker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command lines of Firecracker and its jailer; pure. Every path is an argument of its own, no shell is in between.
 */
final class Commands {

    /** The name of Firecracker in a jail: short, because it is part of the paths of its sockets. */
    static final String EXECUTABLE = "fc";

    static final String API_SOCKET = "api";
    static final String CONFIG_FILE = "config";

    private static final String LOADER = "nsenter";

    private Commands() {}

    /** Where the jailer builds the jail of {@code vmId}. */
    static Path jail(Path jails, String vmId) {
        return jails.resolve(EXECUTABLE).resolve(vmId);
    }

    /**
     * The jailer, which becomes Firecracker. Without {@code --daemonize} and {@code --new-pid-ns}, so that it stays our
     * child and its exit status is seen.
     */
    static List<String> jailed(
            Path jailer,
            Path executable,
            Path jails,
            String vmId,
            int user,
            CgroupPlan cgroups,
            List<String> cgroupFiles,
            VmLimits limits,
            Optional<Path> namespace,
            boolean configFile) {
        List<String> command = new ArrayList<>(List.of(jailer.toString(), "--id", vmId));
        command.addAll(List.of("--exec-file", executable.toString()));
        command.addAll(List.of("--uid", Integer.toString(user), "--gid", Integer.toString(user)));
        command.addAll(List.of("--cgroup-version", Integer.toString(cgroups.version())));
        if (cgroups.limits()) {
            command.addAll(List.of("--parent-cgroup", cgroups.parent()));
            cgroupFiles.forEach(file -> command.addAll(List.of("--cgroup", file)));
        }
        command.addAll(List.of("--chroot-base-dir", jails.toString()));
        namespace.ifPresent(file -> command.addAll(List.of("--netns", file.toString())));
        command.addAll(List.of("--resource-limit", "fsize=" + limits.fileBytes()));
        command.add("--");
        command.addAll(firecracker(configFile));
        return command;
    }

    /** Firecracker itself, with its own seccomp filters but no other wall. */
    static List<String> bare(Path executable, String vmId, Optional<Path> namespace, boolean configFile) {
        List<String> command = new ArrayList<>();
        namespace.ifPresent(file -> command.addAll(List.of(LOADER, "--net=" + file, "--")));
        command.addAll(List.of(executable.toString(), "--id", vmId));
        command.addAll(firecracker(configFile));
        return command;
    }

    /** Paths are relative: to the jail's root, or to the microVM's folder, in which it is started. */
    private static List<String> firecracker(boolean configFile) {
        return configFile
                ? List.of("--api-sock", API_SOCKET, "--config-file", CONFIG_FILE)
                : List.of("--api-sock", API_SOCKET);
    }
}
