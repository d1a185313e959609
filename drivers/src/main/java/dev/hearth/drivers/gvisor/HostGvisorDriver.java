package dev.hearth.drivers.gvisor;

import dev.hearth.core.Ports;
import dev.hearth.drivers.microvm.Running;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.HostRuntimes;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The driver on this host: prepares it once, when first needed, and starts cells on it. */
final class HostGvisorDriver implements GvisorDriver {

    private final GvisorOptions options;
    private final GuestNetworks networks;
    private final Ports ports;
    private final HostRuntimes runtimes;
    private final Running running = new Running();
    private final ReentrantLock preparing = new ReentrantLock();
    private @Nullable GvisorHost host;
    private boolean closed;

    HostGvisorDriver(GvisorOptions options, GuestNetworks networks, Ports ports) {
        this.options = options;
        this.networks = networks;
        this.ports = ports;
        this.runtimes = new HostRuntimes(options.places());
    }

    @Override
    public String name() {
        return "gvisor";
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
        try {
            return GvisorProbe.verdict(host(), this);
        } catch (IOException failed) {
            return new Verdict(false, String.valueOf(failed.getMessage()), List.of());
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
        try {
            GvisorHost here = host();
            BootstrapCommand command = command(here, spec);
            return running.start(listener, told -> new CellStart(here, spec, command, told).perform());
        } catch (IOException failed) {
            throw new SandboxException("sandbox " + spec.id() + ": " + failed.getMessage(), failed);
        }
    }

    private BootstrapCommand command(GvisorHost here, SandboxSpec spec) throws IOException {
        if (spec.image().isPresent()) {
            throw new IOException("container images run on the sandboxes namespace, qemu and firecracker only");
        }
        if (spec.runtime().startsWith("provided")) {
            return BootstrapCommand.provided();
        }
        return runtimes.interpreter(spec.runtime())
                .map(interpreter -> RuntimeDecisions.command(interpreter, here.guest(), Optional.empty(), spec))
                .orElseThrow(() -> new IOException("no interpreter here serves " + spec.runtime()));
    }

    private GvisorHost host() throws IOException {
        preparing.lock();
        try {
            if (closed) {
                throw new IOException("the driver is closed");
            }
            if (host == null) {
                host = GvisorHost.prepare(options, networks, ports);
            }
            return host;
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
            networks.close();
        } finally {
            preparing.unlock();
        }
    }
}
