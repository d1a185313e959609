package dev.hearth.drivers.firecracker;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The driver on this host: prepares it once, when first needed, and starts sandboxes on it. */
final class HostFirecrackerDriver implements FirecrackerDriver {

    private final FirecrackerOptions options;
    private final GuestImages images;
    private final GuestDrives drives;
    private final GuestNetworks networks;
    private final VmmLauncher launcher;
    private final Ports ports;
    private final GuestRuntimes runtimes;
    private final Running running = new Running();
    private final FirecrackerSnapshots snapshots = new FirecrackerSnapshots(this);
    private final ReentrantLock preparing = new ReentrantLock();
    private @Nullable FirecrackerHost host;
    private boolean closed;

    HostFirecrackerDriver(
            FirecrackerOptions options,
            GuestImages images,
            GuestDrives drives,
            GuestNetworks networks,
            VmmLauncher launcher,
            Ports ports) {
        this.options = options;
        this.images = images;
        this.drives = drives;
        this.networks = networks;
        this.launcher = launcher;
        this.ports = ports;
        this.runtimes = new GuestRuntimes(images);
    }

    @Override
    public String name() {
        return "firecracker";
    }

    @Override
    public boolean offers(SandboxSpec.Network network) {
        return true;
    }

    @Override
    public boolean walls(SandboxSpec.Network network) {
        return true;
    }

    @Override
    public void change(Wall wall) throws SandboxException {
        try {
            networks.change(wall);
        } catch (IOException refused) {
            throw new SandboxException(String.valueOf(refused.getMessage()), refused);
        }
    }

    @Override
    public Verdict probe() {
        return new FirecrackerProbe(options, images, networks, this::host).verdict();
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
        return begin(spec, listener, start -> start.perform(kernel()));
    }

    @Override
    public Optional<SandboxSnapshots> snapshots() {
        return Optional.of(snapshots);
    }

    /** One way to a sandbox. */
    interface Way<S extends Sandbox> {
        S go(SandboxStart start) throws IOException, SandboxException;
    }

    /** Makes a sandbox and looks after it until its end. */
    <S extends Sandbox> S begin(SandboxSpec spec, SandboxListener listener, Way<S> way) throws SandboxException {
        try {
            FirecrackerHost here = host();
            GuestParts parts = new GuestParts(spec, command(spec), drives);
            return running.start(listener, told -> way.go(new SandboxStart(here, networks, spec, told, parts)));
        } catch (IOException failed) {
            throw new SandboxException("sandbox " + spec.id() + ": " + failed.getMessage(), failed);
        }
    }

    GuestKernel kernel() throws IOException {
        return images.kernel().orElseThrow(() -> new IOException(FirecrackerProbe.NO_KERNEL));
    }

    GuestRuntimes.Command command(SandboxSpec spec) throws IOException {
        return runtimes.command(spec, host().guest());
    }

    GuestDrives drives() {
        return drives;
    }

    FirecrackerHost host() throws IOException {
        preparing.lock();
        try {
            if (closed) {
                throw new IOException("the driver is closed");
            }
            if (host == null) {
                host = FirecrackerHost.prepare(options, launcher, ports);
                networks.clearLeftOvers();
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
                host.vms().close();
                host = null;
            }
            networks.close();
        } finally {
            preparing.unlock();
        }
    }
}
