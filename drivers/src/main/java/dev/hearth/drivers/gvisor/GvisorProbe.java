package dev.hearth.drivers.gvisor;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out by starting a cell whether cells can run here. */
final class GvisorProbe {

    private static final int WAIT_SECONDS = 30;
    private static final int MEMORY_MB = 128;
    private static final int TMP_MB = 16;
    /** Says which kernel it sees, and ends. */
    private static final String TRIAL = "#!/bin/sh\nread line < /proc/version\necho \"$line\"\n";

    private GvisorProbe() {}

    static Verdict verdict(GvisorHost host, SandboxDriver driver) {
        Path task = host.stateDir().resolve("trial");
        try {
            Files.createDirectories(task);
            Path bootstrap = task.resolve("bootstrap");
            Files.writeString(bootstrap, TRIAL);
            Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
            Trial trial = new Trial();
            driver.start(spec(host, task), trial);
            SandboxEnd end = trial.ended.get(WAIT_SECONDS, TimeUnit.SECONDS);
            if (end.exitStatus() != 0) {
                return unusable("a trial ended with " + end + ": " + trial.output);
            }
            return new Verdict(true, "functions run on gVisor's own kernel, not the host's", findings(host, trial));
        } catch (IOException | SandboxException failed) {
            return unusable(String.valueOf(failed.getMessage()));
        } catch (ExecutionException | TimeoutException late) {
            return unusable("a trial did not end within " + WAIT_SECONDS + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unusable("interrupted");
        } finally {
            LeftOvers.removeTree(task);
        }
    }

    private static Verdict unusable(String why) {
        return new Verdict(false, why, List.of());
    }

    private static SandboxSpec spec(GvisorHost host, Path task) {
        return new SandboxSpec(
                "trial-" + host.ports().randomness().hex(8),
                "provided.al2023",
                task,
                List.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                MEMORY_MB,
                TMP_MB,
                new SandboxSpec.Network.EndpointOnly(1));
    }

    private static List<Verdict.Finding> findings(GvisorHost host, Trial trial) {
        List<Verdict.Finding> findings = new ArrayList<>();
        findings.add(new Verdict.Finding(
                "kernel of its own", true, trial.output.toString().strip()));
        limit(findings, host, "memory limit", "memory");
        limit(findings, host, "processor time in proportion to memory", "cpu");
        limit(findings, host, "number of processes", "pids");
        boolean freezes = host.cgroups().freezer().isPresent();
        findings.add(new Verdict.Finding(
                "background work stands still between invocations",
                freezes,
                freezes ? "by a cgroup" : "no cgroup with a freezer can be written"));
        findings.add(new Verdict.Finding("/tmp size", true, "a disk of its own, not counted as memory"));
        return findings;
    }

    private static void limit(List<Verdict.Finding> findings, GvisorHost host, String what, String controller) {
        boolean there = host.cgroups().group(controller).isPresent();
        findings.add(new Verdict.Finding(
                what,
                there,
                there
                        ? "by a cgroup, gVisor's own part included"
                        : host.cgroups().reason(controller)));
    }

    /** Hears of the trial. */
    private static final class Trial implements SandboxListener {

        private final CompletableFuture<SandboxEnd> ended = new CompletableFuture<>();
        private final StringBuffer output = new StringBuffer();

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            if (socket instanceof RuntimeApiSocket.UnixSocket(Path path)) {
                try {
                    Files.writeString(path, ""); // nobody asks for it, but it must be there to be handed over
                } catch (IOException refused) {
                    output.append(refused);
                }
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            output.append(StandardCharsets.UTF_8.decode(bytes));
        }

        @Override
        public void ended(SandboxEnd end) {
            ended.complete(end);
        }
    }
}
