package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Makes this machine ready for microVMs, once: the binary's copy, the cgroups' parent, an end to what was left. */
final class HostPreparation {

    private static final Path PROC = Path.of("/proc");
    private static final String CONTROLLERS = "cgroup.controllers";
    private static final String SUBTREE = "cgroup.subtree_control";
    private static final String PROCESSES = "cgroup.procs";

    private HostPreparation() {}

    /**
     * Prepares.
     *
     * @throws IOException when there is no usable Firecracker; the message says what to do
     */
    static VmHost prepare(FirecrackerOptions options, VmmLauncher launcher, Ports ports) throws IOException {
        Binary firecracker = Binary.ask(found(options));
        Folders.makePrivate(options.stateDir());
        Path copy = options.stateDir().resolve("bin").resolve(Commands.EXECUTABLE);
        Instance instance = Instance.of(options.stateDir());
        CgroupPlan cgroups = cgroups(instance);
        VmHost host = new VmHost(
                options,
                instance,
                copy,
                cgroups,
                false,
                new HostUsers(instance),
                launcher,
                Place::shared,
                new AtomicLong(),
                VmHost.Patience.USUAL,
                ports);
        new LeftOvers(instance, host.jails(), cgroups, PROC).remove();
        firecracker.copyTo(copy);
        boolean swap = host.jailed() && cgroups.limits() && makeParents(cgroups);
        return host.withSwap(swap);
    }

    static Path found(FirecrackerOptions options) throws IOException {
        Optional<Path> binary = options.firecracker();
        if (binary.isEmpty()) {
            throw new IOException("no program called firecracker in PATH: get a release from"
                    + " https://github.com/firecracker-microvm/firecracker/releases, or name one with --firecracker");
        }
        if (!Files.isExecutable(binary.get())) {
            throw new IOException(binary.get() + " is not there or cannot be executed");
        }
        return binary.get();
    }

    private static CgroupPlan cgroups(Instance instance) throws IOException {
        String mounts = Files.readString(PROC.resolve("self/mounts"));
        Set<String> unified = new HashSet<>();
        for (String line : mounts.lines().toList()) {
            String[] words = line.split(" ");
            Path file = Path.of(words.length > 1 ? words[1] : "/", CONTROLLERS);
            if (words.length > 2 && words[2].equals("cgroup2") && Files.isReadable(file)) {
                unified.addAll(Arrays.asList(Files.readString(file).strip().split(" ")));
            }
        }
        return CgroupPlan.decide(mounts, Files.readString(PROC.resolve("self/cgroup")), unified, instance.cgroup());
    }

    /**
     * Makes the folder that holds the microVMs' cgroups, and hands it the controllers.
     *
     * @return whether swap can be limited there
     */
    private static boolean makeParents(CgroupPlan cgroups) throws IOException {
        boolean swap = false;
        for (Path parent : cgroups.parents()) {
            Files.createDirectories(parent);
            if (cgroups.version() == 2) {
                makeRoom(parent);
                swap |= Files.exists(parent.resolve("memory.swap.max"));
            } else {
                swap |= Files.exists(parent.resolve("memory.memsw.limit_in_bytes"));
            }
        }
        return swap;
    }

    /**
     * Version 2 hands controllers down only from a cgroup that holds no process: when this Hearth is in the very cgroup
     * that systemd gave it, it moves into a leaf beside the microVMs'.
     */
    private static void makeRoom(Path parent) throws IOException {
        Path given = parent.getParent();
        try {
            handDown(given);
        } catch (IOException busy) {
            Path leaf = given.resolve(parent.getFileName() + "-self");
            Files.createDirectories(leaf);
            for (String process : Files.readAllLines(given.resolve(PROCESSES))) {
                if (Files.exists(PROC.resolve(process))) {
                    Files.writeString(leaf.resolve(PROCESSES), process);
                }
            }
            handDown(given);
        }
        handDown(parent);
    }

    private static void handDown(Path folder) throws IOException {
        Path file = folder.resolve(SUBTREE);
        Set<String> handed = Set.of(Files.readString(file).strip().split(" "));
        for (String controller : CgroupPlan.CONTROLLERS) {
            if (!handed.contains(controller)) {
                Files.writeString(file, "+" + controller);
            }
        }
    }
}
