package dev.hearth.drivers.namespace;

import dev.hearth.core.Ports;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.HostRuntimes;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The driver on this host: prepares it once, when first needed, and starts sandboxes on it. */
final class HostNamespaceDriver implements NamespaceDriver {

    private final NamespaceOptions options;
    private final Ports ports;
    private final HostRuntimes runtimes;
    private final JavaArchives archives;
    private final ReentrantLock preparing = new ReentrantLock();
    private @Nullable Host host;
    private boolean closed;

    HostNamespaceDriver(NamespaceOptions options, Ports ports) {
        this.options = options;
        this.ports = ports;
        this.runtimes = new HostRuntimes(options.places());
        this.archives = new JavaArchives(ports, this::start);
    }

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public Verdict probe() {
        try {
            return new NamespaceProbe(host(), this).verdict();
        } catch (IOException failed) {
            return NamespaceProbe.unusable(String.valueOf(failed.getMessage()));
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
            return start(spec, listener, command(host(), spec));
        } catch (IOException failed) {
            throw new SandboxException("sandbox " + spec.id() + ": " + failed.getMessage(), failed);
        }
    }

    private Sandbox start(SandboxSpec spec, SandboxListener listener, BootstrapCommand command) throws IOException {
        return new SandboxStart(host(), spec, listener, command).perform();
    }

    private BootstrapCommand command(Host here, SandboxSpec spec) throws IOException {
        if (spec.image().isPresent()) {
            return BootstrapCommand.of(spec.image().get(), spec.environment());
        }
        if (spec.runtime().startsWith("provided")) {
            return BootstrapCommand.provided();
        }
        return runtimes.interpreter(spec.runtime())
                .map(interpreter -> RuntimeDecisions.command(
                        interpreter, here.guest(), archives.forStart(interpreter, here.guest()), spec))
                .orElseThrow(() -> new IOException("no interpreter here serves " + spec.runtime()));
    }

    Host host() throws IOException {
        preparing.lock();
        try {
            if (closed) {
                throw new IOException("the driver is closed");
            }
            if (host == null) {
                host = Host.prepare(options, ports);
            }
            return host;
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public void close() {
        preparing.lock();
        try {
            closed = true;
            if (host != null) {
                host.close();
                host = null;
            }
        } finally {
            preparing.unlock();
        }
    }
}
