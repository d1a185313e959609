package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out by booting whether guests can run here, and by whom. */
final class QemuProbe {

    static final String NO_QEMU = "QEMU is not installed: apt-get install qemu-system-x86";
    static final String NO_KERNEL = "there is no guest kernel: ./hearth image build makes one";
    private static final String NO_IMAGE = "there is no guest image: ./hearth image build makes one";
    /** The finding that tells who runs the guests. */
    private static final String HARDWARE = "hardware virtualization";

    /** Emulation takes two seconds, and much longer on a busy host. */
    private static final Duration TCG_LIMIT = Duration.ofSeconds(45);

    /** The prepared host. */
    interface Prepared {
        QemuHost get() throws IOException;
    }

    private final QemuOptions options;
    private final GuestImages images;
    private final Prepared prepared;
    private final Checked kvm;

    /** What is known of KVM. */
    interface Checked {
        KvmCheck.Result get() throws IOException;
    }

    QemuProbe(QemuOptions options, GuestImages images, Prepared prepared, Checked kvm) {
        this.options = options;
        this.images = images;
        this.prepared = prepared;
        this.kvm = kvm;
    }

    Verdict verdict() {
        if (Programs.findQemu(options.searchPath()).isEmpty()) {
            return unusable(NO_QEMU);
        }
        try {
            Optional<GuestKernel> kernel = images.kernel();
            if (kernel.isEmpty()) {
                return unusable(NO_KERNEL);
            }
            List<GuestImage> found = images.images();
            return found.isEmpty()
                    ? unusable(NO_IMAGE)
                    : boot(prepared.get(), kvm.get(), kernel.get(), found.getFirst());
        } catch (IOException failed) {
            return unusable(String.valueOf(failed.getMessage()));
        }
    }

    private static Verdict unusable(String why) {
        return new Verdict(false, why, List.of());
    }

    private static Verdict boot(QemuHost host, KvmCheck.Result kvm, GuestKernel kernel, GuestImage image) {
        List<Verdict.Finding> findings = new ArrayList<>();
        findings.add(new Verdict.Finding(HARDWARE, kvm.works(), kvm.why()));
        if (kvm.works()) {
            findings.addAll(walls(host));
            return new Verdict(true, "guests run by KVM", findings);
        }
        try {
            Duration took = TestBoot.perform(host, Accelerator.TCG, kernel, image, TCG_LIMIT);
            findings.add(new Verdict.Finding("test boot", true, "the guest called after " + took.toMillis() + " ms"));
            findings.addAll(walls(host));
            return new Verdict(true, "guests run by software emulation, slowly; " + kvm.why(), findings);
        } catch (IOException failed) {
            findings.add(new Verdict.Finding("test boot", false, String.valueOf(failed.getMessage())));
            return new Verdict(false, "a test boot failed: " + failed.getMessage(), findings);
        }
    }

    private static List<Verdict.Finding> walls(QemuHost host) {
        List<String> obstacles = host.networking().obstacles();
        return List.of(
                new Verdict.Finding("kernel of its own", true, "each sandbox is a virtual machine"),
                new Verdict.Finding("memory limit", true, "in the guest, and the machine's own size"),
                new Verdict.Finding("/tmp size", true, "a disk of its own, not counted as memory"),
                new Verdict.Finding("freeze", true, "the machine is stopped between invocations"),
                new Verdict.Finding(
                        "network",
                        obstacles.isEmpty(),
                        obstacles.isEmpty()
                                ? "a network namespace of its own, with a tap when its function may go out"
                                : String.join("; ", obstacles)),
                new Verdict.Finding(
                        "processor share", false, "a guest may use a whole processor of the host while it works"));
    }
}
