package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.SnapshotKey;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSnapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A machine whose memory is in a file that becomes a snapshot's. */
final class QemuTemplate implements SandboxSnapshots.Template {

    /** How long the last output may take. */
    private static final int DRAIN_SECONDS = 2;
    /** QEMU opens a memory's file for writing even when it maps a copy of it. */
    private static final String PERMISSIONS = "rw-------";

    private final GuestSandbox sandbox;
    private final QemuMachine machine;
    private final MachinePlan.Files files;
    private final SnapshotKey key;
    private final SnapshotStore snapshots;

    /** Where a snapshot has the machine's memory. */
    static Path memory(Path snapshot) {
        return snapshot.resolve("memory");
    }

    /** Where it has the state of the machine's devices. */
    static Path state(Path snapshot) {
        return snapshot.resolve("state");
    }

    /** Where it has the disk for {@code /tmp}. */
    static Path scratch(Path snapshot) {
        return snapshot.resolve("tmp.ext4");
    }

    QemuTemplate(
            GuestSandbox sandbox,
            QemuMachine machine,
            MachinePlan.Files files,
            SnapshotKey key,
            SnapshotStore snapshots) {
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
            save();
        } catch (IOException failed) {
            throw new SandboxException("no snapshot of " + id() + ": " + failed.getMessage(), failed);
        } finally {
            sandbox.kill();
        }
    }

    /** The files are moved, so the machine cannot go on. Whoever was faster made the same. */
    private void save() throws IOException {
        Optional<SnapshotStore.Draft> begun = snapshots.begin(key);
        if (begun.isEmpty()) {
            return;
        }
        try (SnapshotStore.Draft draft = begun.get()) {
            machine.save(state(draft.folder()), files.migration());
            Files.move(files.memory(), memory(draft.folder()));
            Files.move(files.scratch(), scratch(draft.folder()));
            draft.commit(PERMISSIONS);
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
