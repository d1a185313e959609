package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestChannel;
import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.Initrd;
import dev.hearth.drivers.network.GuestNetworks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Boots a guest until its init calls, and ends it: a {@code /dev/kvm} that opens proves nothing. */
final class TestBoot {

    /** A working KVM boots in well under a second; a broken one may hang forever. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int MEMORY_MIB = 64;

    private TestBoot() {}

    /** How long it took until the guest's init called. */
    static Duration perform(FirecrackerHost here, GuestNetworks networks, GuestKernel kernel, GuestImage image)
            throws IOException {
        long began = here.vms().ports().time().nanos();
        VmPlan plan = new VmPlan(
                "test-boot",
                VmLimits.ofFunction(MEMORY_MIB),
                kernel.vmlinux(),
                Optional.of(Initrd.of(kernel, here.init(), here.vms().options().stateDir())),
                SandboxStart.BOOT_ARGUMENTS,
                List.of(VmPlan.DrivePlan.shared("rootfs", image.rootfs(), true)),
                Optional.empty(),
                false);
        Steps steps = new Steps();
        VmStart start = new VmStart(here.vms(), plan, Isolation.nowhere(networks), Optional.empty(), steps);
        start.prepare();
        try (GuestChannel channel = GuestChannel.open(
                start.root().resolve(VmPlan.VSOCK), 0, start::own, here.vms().ports())) {
            MicroVm vm = start.start();
            awaitCall(channel, vm);
            vm.kill();
            return Duration.ofNanos(here.vms().ports().time().nanos() - began);
        } finally {
            steps.undo();
        }
    }

    private static void awaitCall(GuestChannel channel, MicroVm vm) throws IOException {
        CompletableFuture<String> ended = vm.ended().toCompletableFuture();
        ended.thenRun(channel::close);
        try {
            channel.awaitControl(LIMIT).close();
        } catch (IOException silent) {
            throw new IOException(
                    ended.isDone()
                            ? ended.join()
                            : "/dev/kvm opens, but no guest called within " + LIMIT.toSeconds()
                                    + " s: KVM does not work here, or the kernel lacks something (./hearth image list)",
                    silent);
        }
    }
}
