package dev.hearth.drivers.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachinePlanTest {

    private static final MachinePlan.Files FILES = new MachinePlan.Files(Path.of("/s/vm/a,b"));

    private static List<String> arguments(Accelerator accelerator, MachinePlan.Memory memory, boolean network) {
        return new MachinePlan(
                        accelerator,
                        Path.of("/k/vmlinux"),
                        Path.of("/k/initrd"),
                        2_596_000,
                        224,
                        1,
                        List.of(
                                new MachinePlan.Drive(Path.of("/i/rootfs"), false),
                                new MachinePlan.Drive(Path.of("/s/tmp.ext4"), true)),
                        network ? new MachineNetwork.User() : new MachineNetwork.None(true),
                        memory,
                        memory instanceof MachinePlan.Memory.Copied)
                .arguments(FILES);
    }

    @Test
    void anEmulatedMachineIsToldTheCountersRate() {
        List<String> all = arguments(Accelerator.TCG, new MachinePlan.Memory.Own(), false);

        assertThat(all).contains("microvm,accel=tcg,acpi=on,rtc=on,isa-serial=on", "max", "224M");
        assertThat(all.get(all.indexOf("-append") + 1))
                .contains("tsc_early_khz=2596000 no_timer_check", "hearth_channel=serial", ",virtio_net.ko,");
        assertThat(all).noneMatch(word -> word.contains("-netdev") || word.contains("incoming"));
    }

    @Test
    void drivesAreInOrderAndOnlyTheScratchDiskIsWritten() {
        List<String> all = arguments(Accelerator.KVM, new MachinePlan.Memory.Own(), true);

        assertThat(all)
                .containsSubsequence(
                        "id=d0,file=/i/rootfs,format=raw,if=none,readonly=on",
                        "virtio-blk-device,drive=d0",
                        "id=d1,file=/s/tmp.ext4,format=raw,if=none,cache=unsafe",
                        "virtio-blk-device,drive=d1",
                        "user,id=n0");
        assertThat(all.get(all.indexOf("-append") + 1)).doesNotContain("mitigations=off", "virtio_net");
    }

    @Test
    void aCommaInAPathIsWrittenTwice() {
        assertThat(arguments(Accelerator.TCG, new MachinePlan.Memory.Own(), false))
                .contains("socket,id=line,path=/s/vm/a,,b/line");
    }

    @Test
    void aSnapshotsMemoryIsSharedWhenItIsMadeAndCopiedOnWriteWhenItIsUsed() {
        Path file = Path.of("/s/memory");

        assertThat(arguments(Accelerator.TCG, new MachinePlan.Memory.Shared(file), false))
                .contains("memory-backend-file,id=ram,size=224M,mem-path=/s/memory,share=on")
                .doesNotContain("-incoming");
        assertThat(arguments(Accelerator.TCG, new MachinePlan.Memory.Copied(file), false))
                .contains("memory-backend-file,id=ram,size=224M,mem-path=/s/memory,share=off")
                .containsSubsequence("-incoming", "defer");
    }
}
