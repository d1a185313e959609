package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.SnapshotKey;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSnapshots;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A microVM that becomes a snapshot. */
final class FirecrackerTemplate implements SandboxSnapshots.Template {

    /** How long the last output may take. */
    private static final int DRAIN_SECONDS = 2;
    /** Each clone's jail has a hard link to the files, which its user may only read. */
    private static final String PERMISSIONS = "r--r--r--";

    private final GuestSandbox sandbox;
    private final SandboxStart start;
    private final SnapshotKey key;
    private final SnapshotStore snapshots;

    FirecrackerTemplate(GuestSandbox sandbox, SandboxStart start, SnapshotKey key, SnapshotStore snapshots) {
        this.sandbox = sandbox;
        this.start = start;
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
            save();
        } catch (IOException failed) {
            throw new SandboxException("no snapshot of " + id() + ": " + failed.getMessage(), failed);
        } finally {
            sandbox.kill();
        }
    }

    /** Whoever was faster made the same. */
    private void save() throws IOException {
        Optional<SnapshotStore.Draft> begun = snapshots.begin(key);
        if (begun.isEmpty()) {
            return;
        }
        try (SnapshotStore.Draft draft = begun.get()) {
            SnapshotFiles.note(draft.folder(), start.planned());
            start.machine().become(draft.folder(), GuestParts.TMP);
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
