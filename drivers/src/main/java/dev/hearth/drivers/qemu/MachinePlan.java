package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestBoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that QEMU is told about one machine.
 *
 * @param accelerator who runs it
 * @param kernel uncompressed kernel image
 * @param initrd initial RAM disk, with the init
 * @param tscKhz rate of the host's time stamp counter, 0 when unknown
 * @param memoryMb memory of the guest, its kernel included
 * @param processors virtual processors
 * @param drives in order, the root first
 * @param network its network
 * @param memory where the guest's memory is kept
 * @param incoming whether it waits for a saved state instead of booting
 */
record MachinePlan(
        Accelerator accelerator,
        Path kernel,
        Path initrd,
        long tscKhz,
        int memoryMb,
        int processors,
        List<Drive> drives,
        MachineNetwork network,
        Memory memory,
        boolean incoming) {

    /** A block device. */
    record Drive(Path file, boolean writable) {}

    /** Where a guest's memory is. */
    sealed interface Memory {

        /** Of QEMU's own. */
        record Own() implements Memory {}

        /** In a file that the guest writes: what a snapshot is taken of. */
        record Shared(Path file) implements Memory {}

        /** In a file that is only read; what the guest writes is its own. */
        record Copied(Path file) implements Memory {}
    }

    MachinePlan {
        drives = List.copyOf(drives);
    }

    /** The files of one machine, in its folder. */
    record Files(Path folder) {

        Path line() {
            return folder.resolve("line");
        }

        Path monitor() {
            return folder.resolve("qmp");
        }

        Path console() {
            return folder.resolve("console.log");
        }

        Path errors() {
            return folder.resolve("qemu.log");
        }

        /** The base of the guest's sockets. */
        Path channel() {
            return folder.resolve("v");
        }

        /** The guest's memory, of a machine that becomes a snapshot. */
        Path memory() {
            return folder.resolve("memory");
        }

        /** The disk for {@code /tmp}. */
        Path scratch() {
            return folder.resolve("tmp.ext4");
        }

        /** Where a machine's state is carried over. */
        Path migration() {
            return folder.resolve("state");
        }
    }

    /** The command line after the program's name. */
    List<String> arguments(Files files) {
        List<String> all = new ArrayList<>();
        String backend = memory instanceof Memory.Own ? "" : ",memory-backend=ram";
        add(all, "-M", "microvm,accel=" + accelerator.option() + ",acpi=on,rtc=on,isa-serial=on" + backend);
        add(all, "-cpu", accelerator.processor(), "-smp", Integer.toString(processors), "-m", memoryMb + "M");
        memoryFile().ifPresent(option -> add(all, "-object", option));
        if (accelerator == Accelerator.COUNTED) {
            add(all, "-icount", "shift=0");
        }
        add(all, "-nodefaults", "-no-user-config", "-nographic", "-no-reboot");
        add(all, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
        add(all, "-kernel", kernel.toString(), "-initrd", initrd.toString(), "-append", commandLine());
        add(all, "-serial", "file:" + files.console());
        for (int i = 0; i < drives.size(); i++) {
            Drive drive = drives.get(i);
            String access = drive.writable() ? ",cache=unsafe" : ",readonly=on";
            add(all, "-drive", "id=d" + i + ",file=" + escaped(drive.file()) + ",format=raw,if=none" + access);
            add(all, "-device", "virtio-blk-device,drive=d" + i);
        }
        add(all, "-device", "virtio-serial-device,max_ports=2");
        add(all, "-chardev", "socket,id=line,path=" + escaped(files.line()));
        add(all, "-device", "virtserialport,chardev=line,name=hearth,nr=1");
        add(all, "-chardev", "socket,id=qmp,path=" + escaped(files.monitor()), "-mon", "chardev=qmp,mode=control");
        all.addAll(network.arguments());
        if (incoming) {
            add(all, "-incoming", "defer");
        }
        return List.copyOf(all);
    }

    private Optional<String> memoryFile() {
        return switch (memory) {
            case Memory.Own() -> Optional.empty();
            case Memory.Shared(Path file) -> Optional.of(memoryFile(file, "on"));
            case Memory.Copied(Path file) -> Optional.of(memoryFile(file, "off"));
        };
    }

    private String memoryFile(Path file, String share) {
        return "memory-backend-file,id=ram,size=" + memoryMb + "M,mem-path=" + escaped(file) + ",share=" + share;
    }

    /**
     * The counter's rate is told, because to measure it takes time and fails on a busy host; a kernel that could not
     * measure it hangs, silently.
     */
    private String commandLine() {
        String clock = tscKhz > 0 ? " tsc_early_khz=" + tscKhz + " no_timer_check" : " no_timer_check";
        String mitigations = accelerator == Accelerator.KVM ? "" : " mitigations=off";
        return "console=ttyS0 quiet loglevel=3 reboot=t panic=-1 random.trust_cpu=on i8042.noaux" + clock + mitigations
                + " "
                + GuestBoot.words(GuestBoot.Channel.SERIAL, network.guest().isPresent());
    }

    /** A comma in a value is written twice. */
    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }

    private static void add(List<String> all, String... words) {
        all.addAll(List.of(words));
    }
}
