package dev.hearth.drivers.gvisor;

import dev.hearth.drivers.cgroups.Freezer;
import dev.hearth.drivers.cgroups.SandboxCgroup;
import dev.hearth.drivers.microvm.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code runsc} behind its guard, with everything that it starts in the cell's cgroup. */
final class RunscMachine implements Machine {

    private static final Logger LOG = LoggerFactory.getLogger(RunscMachine.class);
    /** How much of the errors is told when a cell ended early, characters. */
    private static final int LAST_WORDS = 400;
    /** Enters the cgroups named before the double dash, then becomes what follows it. Takes nothing but arguments. */
    private static final String JOIN =
            "while [ \"$1\" != -- ]; do echo $$ > \"$1\" || exit 126; shift; done; shift; exec \"$@\"";

    /**
     * Hides the kernel's network settings from {@code runsc}, in a mount namespace of its own. By what it finds there
     * it tells whether it is in the host's own network, and is wrong from Linux 6.11 on (gVisor's issue 10704).
     */
    private static final List<String> WITH_NETWORK = List.of(
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "/bin/sh",
            "-c",
            "mount -t tmpfs tmpfs /proc/sys/net && exec \"$@\"",
            "sh");

    private static final long NOBODY = -1;

    private final Process guard;
    private final SandboxCgroup cgroup;
    private final Runnable giveBack;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean frozen;
    private boolean dying;
    private volatile boolean outOfMemory;
    private volatile long lastPeak;

    private RunscMachine(Process guard, SandboxCgroup cgroup, Runnable giveBack) {
        this.guard = guard;
        this.cgroup = cgroup;
        this.giveBack = giveBack;
    }

    /** Starts the bundle in {@code cell}; {@code giveBack} runs once, at {@link #release}. */
    static RunscMachine start(GvisorHost host, Path cell, boolean network, SandboxCgroup cgroup, Runnable giveBack)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(host.guard().toString(), "run", "host", "/bin/sh", "-c", JOIN, "sh"));
        cgroup.tasksFiles().forEach(file -> command.add(file.toString()));
        cgroup.unifiedFolder()
                .ifPresent(folder -> command.add(folder.resolve("cgroup.procs").toString()));
        command.add("--");
        if (network) {
            command.addAll(WITH_NETWORK);
        }
        command.addAll(List.of(
                host.runsc().toString(),
                "--root",
                cell.resolve("state").toString(),
                "--ignore-cgroups",
                "--network=" + (network ? "sandbox" : "none"),
                "--host-uds=open",
                "--overlay2=none",
                "--file-access-mounts=exclusive", // nobody else changes what a cell is shown
                "run",
                "--bundle",
                cell.toString(),
                cell.getFileName().toString()));
        Path errors = cell.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cell.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        RunscMachine machine = new RunscMachine(builder.start(), cgroup, giveBack);
        machine.guard.onExit().thenAccept(process -> machine.ended.complete(how(process.exitValue(), errors)));
        return machine;
    }

    private static String how(int status, Path errors) {
        String words = "";
        try {
            String text = Files.readString(errors, StandardCharsets.ISO_8859_1).strip();
            words = ": " + text.substring(Math.max(0, text.length() - LAST_WORDS));
        } catch (IOException absent) {
            LOG.debug("runsc left no errors", absent);
        }
        return "runsc ended with " + status + words;
    }

    /** Whether the memory limit ended it; known when it was released. */
    boolean outOfMemory() {
        return outOfMemory;
    }

    /** Highest memory use so far, gVisor's own included, bytes. */
    long peakBytes() {
        return lastPeak > 0 ? lastPeak : cgroup.peakBytes();
    }

    void endInit() {
        cgroup.endInit();
    }

    @Override
    public void kill() {
        lock.lock();
        try {
            dying = true;
            thaw();
            guard.getOutputStream().close(); // the guard kills runsc, and with it everything dies
        } catch (IOException gone) {
            guard.destroyForcibly();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pause() throws IOException {
        lock.lock();
        try {
            if (!dying && cgroup.freezer().isPresent()) {
                frozen = true;
                cgroup.freezer().get().freeze(NOBODY);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resume() throws IOException {
        lock.lock();
        try {
            thaw();
        } finally {
            lock.unlock();
        }
    }

    private void thaw() throws IOException {
        if (frozen) {
            frozen = false;
            Freezer freezer = cgroup.freezer().orElseThrow();
            freezer.thaw();
        }
    }

    @Override
    public CompletionStage<String> ended() {
        return ended;
    }

    @Override
    public void release() {
        outOfMemory = cgroup.outOfMemory();
        lastPeak = Math.max(1, cgroup.peakBytes());
        giveBack.run();
    }
}
