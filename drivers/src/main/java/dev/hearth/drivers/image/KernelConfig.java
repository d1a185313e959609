package dev.hearth.drivers.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's configuration file, and what a guest's kernel must have. */
final class KernelConfig {

    private static final Pattern LINE = Pattern.compile("CONFIG_([A-Z0-9_]+)=([ym])");

    /** What something is needed for. */
    private record Need(String option, boolean builtIn, String why) {}

    private static final List<Need> EVERYWHERE = List.of(
            new Need("BLK_DEV_INITRD", true, "the init comes in an initial RAM disk"),
            new Need("DEVTMPFS", true, "the init finds its drives in /dev"),
            new Need("TMPFS", true, "/tmp and /dev/shm are in memory"),
            new Need("PROC_FS", true, "programs read /proc"),
            new Need("SYSFS", true, "programs read /sys"),
            new Need("UNIX", true, "programs use Unix sockets"),
            new Need("INET", true, "the Runtime API is reached by TCP inside"),
            new Need("CGROUPS", true, "the function's memory limit is a cgroup's"),
            new Need("MEMCG", true, "the function's memory limit is a cgroup's"),
            new Need("BINFMT_ELF", true, "programs are ELF files"),
            new Need("BINFMT_SCRIPT", true, "a bootstrap may be a script"),
            new Need("EXT4_FS", false, "a drive for /tmp is ext4"),
            new Need("SQUASHFS", false, "the root and the function's drives are squashfs"),
            new Need("SQUASHFS_LZ4", true, "they are packed with LZ4"),
            new Need("VIRTIO_MMIO", false, "the machine's devices are virtio over MMIO"),
            new Need("VIRTIO_BLK", false, "drives are virtio block devices"),
            new Need("VIRTIO_NET", false, "the network device is virtio"),
            new Need("VIRTIO_CONSOLE", false, "QEMU's channel is a virtio serial port"),
            new Need("VSOCKETS", false, "Firecracker's channel is a vsock device"),
            new Need("VIRTIO_VSOCKETS", false, "Firecracker's channel is a vsock device"));

    private static final List<Need> X86 = List.of(
            new Need("PVH", true, "the monitor enters an uncompressed kernel by PVH"),
            new Need("ACPI", true, "the devices are told by ACPI tables"),
            new Need("SERIAL_8250_CONSOLE", true, "the console is a serial port"));

    private final Map<String, String> options = new HashMap<>();

    KernelConfig(String text) {
        text.lines().forEach(line -> {
            Matcher option = LINE.matcher(line);
            if (option.matches()) {
                options.put(option.group(1), option.group(2));
            }
        });
    }

    /** Everything that is missing, as {@code CONFIG_X=y (why)}; empty when the kernel will do. */
    List<String> missing(String machine) {
        List<String> missing = new ArrayList<>();
        List<Need> needs = new ArrayList<>(EVERYWHERE);
        if (machine.equals(Machine.X86_64)) {
            needs.addAll(X86);
        }
        for (Need need : needs) {
            String value = options.getOrDefault(need.option(), "n");
            if (value.equals("n") || need.builtIn() && !value.equals("y")) {
                missing.add("CONFIG_" + need.option() + (need.builtIn() ? "=y" : "=y or m") + " (" + need.why() + ")");
            }
        }
        return missing;
    }

    /** Refuses a kernel that lacks something, by its name. */
    void check(String kernel, String machine) throws ImageException {
        List<String> missing = missing(machine);
        if (!missing.isEmpty()) {
            throw new ImageException(
                    "the kernel " + kernel + " cannot run guests; it lacks " + String.join(", ", missing)
                            + ". Take Debian's cloud kernel ('hearth image kernel build' without --package), or build"
                            + " one with these set");
        }
    }
}
