package dev.hearth.drivers.gvisor;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Tells the listener of the memory limit, too: gVisor's kernel dies with the function then, and cannot say why. */
final class CellEnd implements SandboxListener {

    private final SandboxListener told;
    private volatile @Nullable RunscMachine machine;

    CellEnd(SandboxListener told) {
        this.told = told;
    }

    void of(RunscMachine started) {
        machine = started;
    }

    @Override
    public void serveRuntimeApi(RuntimeApiSocket socket) {
        told.serveRuntimeApi(socket);
    }

    @Override
    public void output(ByteBuffer bytes) {
        told.output(bytes);
    }

    @Override
    public void extensionEnded(String name, SandboxEnd end) {
        told.extensionEnded(name, end);
    }

    @Override
    public void ended(SandboxEnd end) {
        RunscMachine of = machine;
        boolean outOfMemory = of != null && of.outOfMemory() && end.exitStatus() != SandboxEnd.INVALID_ENTRYPOINT;
        told.ended(new SandboxEnd(end.exitStatus(), end.signal(), end.outOfMemory() || outOfMemory));
    }
}
