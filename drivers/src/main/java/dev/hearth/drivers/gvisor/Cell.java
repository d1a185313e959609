package dev.hearth.drivers.gvisor;

import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.Sandbox;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A running cell.
 *
 * @param guest the conversation with what runs inside
 * @param machine its processes
 * @param memoryMb the function's memory, MiB
 */
record Cell(GuestSandbox guest, RunscMachine machine, int memoryMb) implements Sandbox {

    @Override
    public String id() {
        return guest.id();
    }

    @Override
    public void kill() {
        guest.kill();
    }

    @Override
    public CompletionStage<Void> drainOutput() {
        return guest.drainOutput();
    }

    @Override
    public void initialized() {
        machine.endInit();
    }

    @Override
    public void freeze() {
        guest.freeze();
    }

    @Override
    public void thaw() {
        guest.thaw();
    }

    @Override
    public void stop(Set<String> awaited) {
        guest.stop(awaited);
    }

    @Override
    public CompletionStage<InsideSocket> connect(int port) {
        return guest.connect(port);
    }

    /** What gVisor itself needs is in it, but never more than the function may have. */
    @Override
    public long peakMemoryBytes() {
        return Math.min(machine.peakBytes(), (long) memoryMb << 20);
    }
}
