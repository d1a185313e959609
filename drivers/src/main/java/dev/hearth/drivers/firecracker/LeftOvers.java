package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and removes what a killed predecessor left: processes first, then their cgroups and folders. Only what carries
 * this instance's name is touched: a process counts as a microVM when its command line says {@code --id} and such a
 * name, whatever a file says of its number, because the number may be somebody else's by now.
 */
final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);
    /** How long the death of all of them together is waited for. */
    private static final Duration DEATH = Duration.ofSeconds(10);
    /** Attempts to remove a cgroup whose last process is just being buried, and the wait between them. */
    private static final int REMOVE_ATTEMPTS = 200;

    private static final long REMOVE_WAIT_NANOS = 1_000_000;
    private static final String ID = "--id";

    private final Instance instance;
    private final Path jails;
    private final CgroupPlan cgroups;
    private final Path proc;

    LeftOvers(Instance instance, Path jails, CgroupPlan cgroups, Path proc) {
        this.instance = instance;
        this.jails = jails;
        this.cgroups = cgroups;
        this.proc = proc;
    }

    /** What was found. */
    record Found(int processes, int cgroups, int folders) {
        boolean nothing() {
            return processes + cgroups + folders == 0;
        }
    }

    /**
     * Removes all of it.
     *
     * @throws IOException when something cannot be removed: then the names would not be unique
     */
    Found remove() throws IOException {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        await(processes);
        int groups = 0;
        for (Path parent : cgroups.parents()) {
            for (Path group : Folders.entries(parent)) {
                if (instance.owns(group.getFileName().toString()) && Files.isDirectory(group)) {
                    endAll(group);
                    removeCgroup(group);
                    groups++;
                }
            }
        }
        int folders = 0;
        for (Path folder : Folders.entries(jails.resolve(Commands.EXECUTABLE))) {
            if (instance.owns(folder.getFileName().toString())) {
                Folders.delete(folder);
                folders++;
            }
        }
        Found found = new Found(processes.size(), groups, folders);
        if (!found.nothing()) {
            LOG.info(
                    "removed what a predecessor left: {} processes, {} cgroups, {} folders",
                    found.processes(),
                    found.cgroups(),
                    found.folders());
        }
        return found;
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> found = new ArrayList<>();
        for (Path entry : Folders.entries(proc)) {
            String number = entry.getFileName().toString();
            if (number.matches("[1-9]\\d{0,9}") && ours(entry)) {
                Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(number));
                process.ifPresent(found::add);
            }
        }
        return found;
    }

    private boolean ours(Path process) {
        try {
            String line = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
            return isOurs(Arrays.asList(line.split("\0")), instance);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Firecracker, or the jailer on its way to it: both say {@code --id NAME}. */
    static boolean isOurs(List<String> command, Instance instance) {
        int at = command.indexOf(ID);
        return at > 0 && at + 1 < command.size() && instance.owns(command.get(at + 1));
    }

    private static void await(List<ProcessHandle> processes) {
        try {
            java.util.concurrent.CompletableFuture.allOf(processes.stream()
                            .map(ProcessHandle::onExit)
                            .toArray(java.util.concurrent.CompletableFuture[]::new))
                    .get(DEATH.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            LOG.warn("a microVM of a predecessor does not die", stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endAll(Path group) {
        try (Stream<String> numbers = Files.lines(group.resolve("cgroup.procs"))) {
            numbers.map(Long::parseLong)
                    .map(ProcessHandle::of)
                    .forEach(each -> each.ifPresent(ProcessHandle::destroyForcibly));
        } catch (IOException | NumberFormatException gone) {
            LOG.debug("the cgroup {} holds nobody", group, gone);
        }
    }

    /** Removes a cgroup, waiting a bounded while for its last process; without effect when there is none. */
    static void removeCgroup(Path group) {
        for (int attempt = 0; attempt < REMOVE_ATTEMPTS; attempt++) {
            if (group.toFile().delete() || !group.toFile().exists()) {
                return;
            }
            LockSupport.parkNanos(REMOVE_WAIT_NANOS);
        }
        LOG.warn("the cgroup {} could not be removed", group);
    }
}
