package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.SilenceTimers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A host in a folder, with a fake Firecracker behind a fake jailer, or bare. */
final class TestHost {

    /** Where all answers come, however slow the machine is. */
    private static final VmHost.Patience PATIENT =
            new VmHost.Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    /** Where an answer does not come; the limits of answers begin with the fake's silence. */
    static final VmHost.Patience IMPATIENT =
            new VmHost.Patience(Duration.ofMillis(300), Duration.ofMillis(400), Duration.ofMinutes(1));

    final Path folder;
    final FakeFirecracker firecracker = new FakeFirecracker();
    final Set<String> links = ConcurrentHashMap.newKeySet();
    final AtomicBoolean diskFull = new AtomicBoolean();
    final VmHost host;
    private final SilenceTimers timers;

    TestHost(Path folder, boolean jailed, ConfigureBy by) {
        this(folder, jailed, by, PATIENT);
    }

    TestHost(Path folder, boolean jailed, ConfigureBy by, VmHost.Patience patience) {
        this.folder = folder;
        FirecrackerOptions options = new FirecrackerOptions(
                folder.resolve("state"),
                Optional.of(file("firecracker")),
                jailed ? Optional.of(file("jailer")) : Optional.empty(),
                by,
                RateLimits.NONE);
        Ports ports = RealPorts.ports();
        timers = new SilenceTimers(ports.timers());
        firecracker.whenSilent(timers::silence);
        Instance instance = Instance.of(options.stateDir());
        host = new VmHost(
                options,
                instance,
                file(Commands.EXECUTABLE),
                new CgroupPlan(2, instance.cgroup(), java.util.Map.of(), ""),
                true,
                new HostUsers(instance),
                firecracker,
                this::place,
                new AtomicLong(),
                patience,
                new Ports(ports.time(), timers, ports.tasks(), ports.randomness()));
    }

    private void place(Path file, Path as) throws IOException {
        if (diskFull.compareAndSet(true, false)) {
            throw new FileSystemException(as.toString(), null, "No space left on device");
        }
        Place.shared(file, as);
    }

    Path file(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? file : Files.writeString(file, name);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    VmPlan plan() {
        return new VmPlan(
                "test",
                VmLimits.ofMemory(128),
                file("vmlinux"),
                Optional.of(file("initrd")),
                "reboot=k panic=1",
                List.of(
                        VmPlan.DrivePlan.shared("rootfs", file("rootfs.squashfs"), true),
                        VmPlan.DrivePlan.shared("code", file("code.squashfs"), false)),
                Optional.empty(),
                true);
    }

    private VmStart.Link attach(String vmId, OptionalInt user) {
        links.add(vmId);
        VmPlan.NetworkPlan plan = new VmPlan.NetworkPlan(
                "tap0", "06:00:ac:10:00:02", 1500, Optional.of(file("netns")), Optional.empty(), Optional.empty());
        return new VmStart.Link(plan, () -> links.remove(vmId));
    }

    MicroVm start() throws IOException {
        return start(Optional.empty());
    }

    MicroVm start(Optional<SnapshotFiles> snapshot) throws IOException {
        timers.noSilence();
        VmStart start = new VmStart(host, plan(), Optional.of(this::attach), snapshot, new Steps());
        start.prepare();
        return start.start();
    }

    /** The requests that configure one, its network included. */
    VmConfig config() {
        return plan().with(attach("none", OptionalInt.empty()).plan().orElseThrow())
                .config();
    }

    /** What is left of microVMs; nothing when all are undone. */
    List<Path> left() {
        return Folders.entries(host.jails().resolve(Commands.EXECUTABLE));
    }

    void assertClean() {
        org.assertj.core.api.Assertions.assertThat(links).isEmpty();
        org.assertj.core.api.Assertions.assertThat(left()).isEmpty();
        org.assertj.core.api.Assertions.assertThat(firecracker.living()).isEmpty();
        org.assertj.core.api.Assertions.assertThat(host.users().inUse()).isZero();
    }
}
