package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestKernel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Boots a guest until its init calls, and ends it: the only proof that an accelerator works. */
final class TestBoot {

    private static final int MEMORY_MB = 160;
    private static final int DEATH_SECONDS = 10;

    private TestBoot() {}

    /**
     * How long it took.
     *
     * @throws IOException when the guest did not call within {@code limit}
     */
    static Duration perform(
            QemuHost host, Accelerator accelerator, GuestKernel kernel, GuestImage image, Duration limit)
            throws IOException {
        long start = host.ports().time().nanos();
        MachinePlan.Files files = host.newMachine();
        Deque<Runnable> giveBack = new ArrayDeque<>();
        giveBack.push(() -> LeftOvers.removeTree(files.folder()));
        try {
            GuestChannel channel =
                    GuestChannel.open(files.channel(), 0, GuestChannel.SocketOwner.SAME_USER, host.ports());
            giveBack.push(channel::close);
            giveBack.push(host.hub().listen(files.line(), files.channel())::close);
            QemuMachine machine = QemuMachine.start(
                    host.programs(), plan(host, accelerator, kernel, image), files, () -> {}, host.ports());
            giveBack.push(() -> end(machine));
            awaitCall(channel, machine, limit);
            return Duration.ofNanos(host.ports().time().nanos() - start);
        } finally {
            giveBack.forEach(Runnable::run);
        }
    }

    private static MachinePlan plan(QemuHost host, Accelerator accelerator, GuestKernel kernel, GuestImage image)
            throws IOException {
        return new MachinePlan(
                accelerator,
                kernel.vmlinux(),
                host.initrd(kernel),
                host.tscKhz(),
                MEMORY_MB,
                1,
                List.of(new MachinePlan.Drive(image.rootfs(), false)),
                Networking.none(),
                new MachinePlan.Memory.Own(),
                false);
    }

    private static void awaitCall(GuestChannel channel, QemuMachine machine, Duration limit) throws IOException {
        CompletableFuture<String> ended = machine.ended().toCompletableFuture();
        ended.thenRun(channel::close);
        try {
            channel.awaitControl(limit).close();
        } catch (IOException silent) {
            throw new IOException(ended.isDone() ? ended.join() : silent.getMessage(), silent);
        }
    }

    private static void end(QemuMachine machine) {
        machine.kill();
        machine.ended()
                .toCompletableFuture()
                .copy()
                .completeOnTimeout("", DEATH_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
