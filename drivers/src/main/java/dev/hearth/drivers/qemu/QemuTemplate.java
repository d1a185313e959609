package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSnapshots;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A machine whose memory is in a file that becomes a snapshot's. */
final class QemuTemplate implements SandboxSnapshots.Template {

    /** How long the last output may take. */
    private static final int DRAIN_SECONDS = 2;

    private final GuestSandbox sandbox;
    private final QemuMachine machine;
    private final MachinePlan.Files files;
    private final String key;
    private final Snapshots snapshots;

    QemuTemplate(GuestSandbox sandbox, QemuMachine machine, MachinePlan.Files files, String key, Snapshots snapshots) {
        this.sandbox = sandbox;
        this.machine = machine;
        this.files = files;
        this.key = key;
        this.snapshots = snapshots;
    }

    @Override
    public void take() throws SandboxException {
        try {
            sandbox.drainOutput()
                    .toCompletableFuture()
                    .completeOnTimeout(null, DRAIN_SECONDS, TimeUnit.SECONDS)
                    .join();
            machine.pause();
            snapshots.keep(key, files, machine);
        } catch (IOException failed) {
            throw new SandboxException("no snapshot of " + id() + ": " + failed.getMessage(), failed);
        } finally {
            sandbox.kill();
        }
    }

    @Override
    public String id() {
        return sandbox.id();
    }

    @Override
    public void kill() {
        sandbox.kill();
    }

    @Override
    public void stop(Set<String> awaited) {
        sandbox.stop(awaited);
    }

    @Override
    public CompletionStage<Void> drainOutput() {
        return sandbox.drainOutput();
    }

    @Override
    public CompletionStage<InsideSocket> connect(int port) {
        return sandbox.connect(port);
    }

    @Override
    public long peakMemoryBytes() {
        return sandbox.peakMemoryBytes();
    }
}
