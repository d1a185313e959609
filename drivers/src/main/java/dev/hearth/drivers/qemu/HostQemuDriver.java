package dev.hearth.drivers.qemu;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import dev.hearth.drivers.microvm.GuestRuntimes;
import dev.hearth.drivers.microvm.Running;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SpaceUse;
import dev.hearth.sandbox.Verdict;
import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The driver on this host: prepares it once, when first needed, and starts machines on it. */
final class HostQemuDriver implements QemuDriver {

    /** Boots at the same time; an emulated one takes a whole processor. */
    private static final int BOOTS = Math.max(2, Runtime.getRuntime().availableProcessors());
    /** How long a start waits for its turn. */
    private static final int TURN_SECONDS = 120;
    /** How long a guest may take; seconds, but an emulated one on a busy host takes longer. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final QemuOptions options;
    private final GuestImages images;
    private final GuestDrives drives;
    private final Networking networking;
    private final Ports ports;
    private final Duration patience;
    private final GuestRuntimes runtimes;
    private final Running running = new Running();
    private final QemuSnapshots snapshots = new QemuSnapshots(this);
    private final Semaphore boots = new Semaphore(BOOTS, true);
    private final ReentrantLock preparing = new ReentrantLock();
    private @Nullable QemuHost host;
    private KvmCheck.@Nullable Result kvm;
    private boolean closed;

    /** {@code patience} is how long a guest may take until its bootstrap runs. */
    HostQemuDriver(
            QemuOptions options,
            GuestImages images,
            GuestDrives drives,
            GuestNetworks networks,
            Ports ports,
            Duration patience) {
        this.patience = patience;
        this.options = options;
        this.images = images;
        this.drives = drives;
        this.networking = new Networking(networks);
        this.ports = ports;
        this.runtimes = new GuestRuntimes(images);
    }

    @Override
    public String name() {
        return "qemu";
    }

    @Override
    public boolean offers(SandboxSpec.Network network) {
        return networking.offers(network);
    }

    @Override
    public boolean walls(SandboxSpec.Network network) {
        return networking.walls(network);
    }

    @Override
    public void change(Wall wall) throws SandboxException {
        try {
            networking.change(wall);
        } catch (IOException refused) {
            throw new SandboxException(String.valueOf(refused.getMessage()), refused);
        }
    }

    @Override
    public Verdict probe() {
        return new QemuProbe(options, images, this::host, this::kvm).verdict();
    }

    @Override
    public boolean accelerated() {
        try {
            return Programs.findQemu(options.searchPath()).isPresent()
                    && images.kernel().isPresent()
                    && !images.images().isEmpty()
                    && kvm().works();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private KvmCheck.Result kvm() throws IOException {
        QemuHost here = host();
        preparing.lock();
        try {
            if (kvm == null) {
                kvm = KvmCheck.perform(here, images);
            }
            return kvm;
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public Optional<RuntimeChoice> runtime(String identifier) {
        return runtimes.choice(identifier);
    }

    @Override
    public List<RuntimeChoice> runtimes() {
        return runtimes.choices();
    }

    @Override
    public Sandbox start(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return inTurn(spec, listener, (start, here) -> start.boot());
    }

    @Override
    public Optional<SandboxSnapshots> snapshots() {
        return Optional.of(snapshots);
    }

    /** One way to a sandbox. */
    interface Way<S extends Sandbox> {
        S go(MachineStart start, QemuHost host) throws IOException, SandboxException;
    }

    /** Makes a sandbox when it is its turn, and looks after it until its end. */
    <S extends Sandbox> S inTurn(SandboxSpec spec, SandboxListener listener, Way<S> way) throws SandboxException {
        try {
            takeTurn();
            try {
                return running.start(
                        listener, told -> way.go(new MachineStart(host(), ground(spec), spec, told), host()));
            } finally {
                boots.release();
            }
        } catch (IOException failed) {
            throw new SandboxException("sandbox " + spec.id() + ": " + failed.getMessage(), failed);
        }
    }

    MachineStart.Ground ground(SandboxSpec spec) throws IOException {
        return new MachineStart.Ground(accelerator(), kernel(), runtimes.command(spec, host().guest()), patience);
    }

    private void takeTurn() throws IOException {
        try {
            if (!boots.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("too many machines are booting");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private GuestKernel kernel() throws IOException {
        return images.kernel().orElseThrow(() -> new IOException(QemuProbe.NO_KERNEL));
    }

    private Accelerator accelerator() throws IOException {
        if (options.counted()) {
            return Accelerator.COUNTED;
        }
        return kvm().works() ? Accelerator.KVM : Accelerator.TCG;
    }

    QemuHost host() throws IOException {
        preparing.lock();
        try {
            if (closed) {
                throw new IOException("the driver is closed");
            }
            if (host == null) {
                Path qemu =
                        Programs.findQemu(options.searchPath()).orElseThrow(() -> new IOException(QemuProbe.NO_QEMU));
                host = QemuHost.prepare(qemu, options.stateDir(), drives, networking, ports);
            }
            return host;
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public List<SpaceUse> space() {
        preparing.lock();
        try {
            return host == null ? List.of() : List.of(host.snapshots().space());
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public void close() {
        running.endAll();
        preparing.lock();
        try {
            closed = true;
            if (host != null) {
                host.close();
                host = null;
            }
            networking.close();
        } finally {
            preparing.unlock();
        }
    }
}
