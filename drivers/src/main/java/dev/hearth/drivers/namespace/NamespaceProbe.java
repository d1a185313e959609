package dev.hearth.drivers.namespace;

import dev.hearth.drivers.cgroups.Cgroups;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import dev.hearth.sandbox.Verdict.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out what this machine and user can enforce, by starting sandboxes that try it. */
final class NamespaceProbe {

    /** Longest wait for a trial, seconds. */
    private static final int WAIT_SECONDS = 10;

    private static final int TRIAL_MEMORY_MB = 64;
    private static final int TRIAL_TMP_MB = 512;
    private static final String FREEZING = "background work stands still between invocations";
    /** Holds more in memory than the trial may. */
    private static final String EAT_MEMORY = "head -c 160000000 /dev/zero | tail -c 150000000 >/dev/null";

    private static final String DELEGATE =
            "run Hearth as root, or in a delegated cgroup: " + "systemd-run --user --scope -p Delegate=yes ./hearth up";

    private final Host host;
    private final HostNamespaceDriver driver;
    private final List<Finding> findings = new ArrayList<>();

    NamespaceProbe(Host host, HostNamespaceDriver driver) {
        this.host = host;
        this.driver = driver;
    }

    static Verdict unusable(String reason) {
        return new Verdict(false, "namespace sandboxes cannot be made here: " + reason, List.of());
    }

    Verdict verdict() {
        try {
            SandboxEnd end = trial("walls", "exit 0");
            if (end.exitStatus() != 0) {
                return unusable("a trial ended with " + end);
            }
            add("namespaces, read-only root, system call filter, no capabilities", true, "tried");
            user();
            memory();
            controller("cpu", "processor time in proportion to memory");
            controller("pids", "number of processes");
            freezer();
            disk();
        } catch (SandboxException | IOException failed) {
            return unusable(String.valueOf(failed.getMessage()));
        }
        long missing = findings.stream().filter(finding -> !finding.enforced()).count();
        String why = missing == 0
                ? "every wall and limit of the namespace sandbox holds here"
                : "the namespace sandbox works here; " + missing + " of its limits cannot be enforced";
        return new Verdict(true, why, findings);
    }

    private void user() {
        boolean own = host.users().separate();
        add(
                "a host user of its own for each sandbox",
                own,
                own ? "tried" : "an ordinary user has only its own; run Hearth as root to have more");
    }

    private void memory() throws SandboxException, IOException {
        if (host.cgroups().group("memory").isEmpty()) {
            add("memory limit", false, host.cgroups().reason("memory") + "; " + DELEGATE);
            return;
        }
        boolean stopped = trial("memory", EAT_MEMORY).outOfMemory();
        add("memory limit", stopped, stopped ? "tried: " + place("memory") : "the kernel did not enforce it");
    }

    private void controller(String controller, String what) {
        boolean there = host.cgroups().group(controller).isPresent();
        String fallback = controller.equals("pids") ? "by resource limit instead; " : "";
        add(what, there, there ? place(controller) : fallback + host.cgroups().reason(controller) + "; " + DELEGATE);
    }

    private void freezer() {
        Optional<Cgroups.Group> group = host.cgroups().freezer();
        if (group.isEmpty()) {
            add(FREEZING, false, host.cgroups().reason(Cgroups.FREEZER) + "; " + DELEGATE);
            return;
        }
        String where = "cgroup version " + (group.get().unified() ? 2 : 1) + ", "
                + group.get().folder();
        add(FREEZING, true, where);
    }

    private String place(String controller) {
        return host.cgroups()
                .group(controller)
                .map(group -> "cgroup version " + (group.unified() ? 2 : 1) + ", " + group.folder())
                .orElse("");
    }

    private void disk() {
        String whyNot = host.disks().whyNot();
        add("/tmp on disk", whyNot.isEmpty(), whyNot.isEmpty() ? "tried" : "counts as memory: " + whyNot);
    }

    private void add(String what, boolean enforced, String detail) {
        findings.add(new Finding(what, enforced, detail));
    }

    private SandboxEnd trial(String name, String script) throws SandboxException, IOException {
        Path task = host.stateDir().resolve("probe-" + name);
        Files.createDirectories(task);
        Path bootstrap = Files.writeString(task.resolve("bootstrap"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(task, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        SandboxSpec spec = new SandboxSpec(
                "probe-" + name,
                "provided.al2023",
                task,
                List.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                TRIAL_MEMORY_MB,
                TRIAL_TMP_MB,
                new SandboxSpec.Network.EndpointOnly(1));
        Trial trial = new Trial();
        Sandbox sandbox = driver.start(spec, trial);
        try {
            return trial.end.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException slow) {
            throw new IOException("a trial did not end", slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            sandbox.kill();
        }
    }

    /** Waits for the end; the output is of no interest. */
    private static final class Trial implements SandboxListener {

        private final CompletableFuture<SandboxEnd> end = new CompletableFuture<>();
        private int api = -1;

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            if (socket instanceof RuntimeApiSocket.ListeningDescriptor(int descriptor)) {
                api = descriptor;
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            // only the end tells
        }

        @Override
        public void ended(SandboxEnd how) {
            Linux.close(api);
            end.complete(how);
        }
    }
}
