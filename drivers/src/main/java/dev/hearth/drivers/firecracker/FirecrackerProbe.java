package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out by really booting a guest whether microVMs run here, and which walls stand around them. */
final class FirecrackerProbe {

    static final String NO_KERNEL = "there is no guest kernel: ./hearth image build makes one";
    private static final String NO_IMAGE = "there is no guest image: ./hearth image build makes one";
    private static final Path KVM = Path.of("/dev/kvm");

    /** The prepared host. */
    interface Prepared {
        FirecrackerHost get() throws IOException;
    }

    private final FirecrackerOptions options;
    private final GuestImages images;
    private final GuestNetworks networks;
    private final Prepared prepared;

    FirecrackerProbe(FirecrackerOptions options, GuestImages images, GuestNetworks networks, Prepared prepared) {
        this.options = options;
        this.images = images;
        this.networks = networks;
        this.prepared = prepared;
    }

    Verdict verdict() {
        try {
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                return unusable(obstacle.get());
            }
            Optional<GuestKernel> kernel = images.kernel();
            if (kernel.isEmpty()) {
                return unusable(NO_KERNEL);
            }
            List<GuestImage> found = images.images();
            return found.isEmpty() ? unusable(NO_IMAGE) : boot(prepared.get(), kernel.get(), found.getFirst());
        } catch (IOException failed) {
            return unusable(String.valueOf(failed.getMessage()));
        }
    }

    private static Verdict unusable(String why) {
        return new Verdict(false, why, List.of());
    }

    /** What keeps it from even being tried. */
    private Optional<String> obstacle() throws IOException {
        Binary firecracker = Binary.ask(HostPreparation.found(options));
        if (!firecracker.newEnough()) {
            return Optional.of("Firecracker " + firecracker.version() + " is too old: Hearth needs "
                    + Binary.leastVersion() + " or newer");
        }
        if (options.jailer().isPresent()) {
            Binary jailer = Binary.ask(options.jailer().get());
            if (!jailer.sameVersion(firecracker)) {
                return Optional.of("the jailer is of version " + jailer.version() + " and Firecracker of "
                        + firecracker.version() + ": take both from one release");
            }
            if (!System.getProperty("user.name").equals("root")) {
                return Optional.of("the jailer must be started by root: run Hearth as root, or give --jailer none to do"
                        + " without its walls");
            }
        }
        return Optional.empty();
    }

    /** What a look at {@code /dev/kvm} says; only after a boot failed, because the boot alone proves anything. */
    private static String aboutKvm() {
        if (!Files.exists(KVM)) {
            return ". This machine has no /dev/kvm";
        } else if (!Files.isReadable(KVM) || !Files.isWritable(KVM)) {
            return ". /dev/kvm may not be opened by this user: add the user to the group kvm";
        }
        return "";
    }

    private Verdict boot(FirecrackerHost here, GuestKernel kernel, GuestImage image) {
        List<Verdict.Finding> findings = new ArrayList<>();
        try {
            Duration took = TestBoot.perform(here, networks, kernel, image);
            findings.add(new Verdict.Finding("test boot", true, "a guest called after " + took.toMillis() + " ms"));
            findings.addAll(walls(here.vms()));
            return new Verdict(
                    true,
                    here.vms().jailed()
                            ? "microVMs run by KVM, each behind the jailer"
                            : "microVMs run by KVM, without the jailer's walls",
                    findings);
        } catch (IOException failed) {
            String why = failed.getMessage() + aboutKvm();
            findings.add(new Verdict.Finding("test boot", false, why));
            return new Verdict(false, "a test boot failed: " + why, findings);
        }
    }

    private List<Verdict.Finding> walls(VmHost vms) {
        boolean jailed = vms.jailed();
        CgroupPlan cgroups = vms.cgroups();
        List<String> obstacles = networks.obstacles();
        return List.of(
                new Verdict.Finding("kernel of its own", true, "each sandbox is a virtual machine"),
                new Verdict.Finding("seccomp filter", true, "Firecracker's own"),
                new Verdict.Finding(
                        "jail",
                        jailed,
                        jailed
                                ? "a host user, a root folder and namespaces of its own for each microVM"
                                : "Firecracker runs as Hearth's user: install the jailer and run Hearth as root"),
                new Verdict.Finding(
                        "limits of the host",
                        jailed && cgroups.limits(),
                        !jailed
                                ? "only the jailer makes cgroups"
                                : cgroups.limits()
                                        ? "cgroup version " + cgroups.version()
                                                + (cgroups.why().isEmpty() ? "" : "; " + cgroups.why())
                                        : cgroups.why()),
                new Verdict.Finding("memory limit", true, "in the guest, and the machine's own size"),
                new Verdict.Finding("/tmp size", true, "a disk of its own, not counted as memory"),
                new Verdict.Finding("freeze", true, "the machine is paused between invocations"),
                new Verdict.Finding(
                        "network",
                        obstacles.isEmpty(),
                        obstacles.isEmpty()
                                ? "a tap in a network namespace of its own"
                                : String.join("; ", obstacles)));
    }
}
