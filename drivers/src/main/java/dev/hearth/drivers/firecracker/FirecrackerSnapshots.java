package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestSandbox;
import dev.hearth.drivers.microvm.SnapshotGround;
import dev.hearth.drivers.microvm.SnapshotKey;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots of {@link HostFirecrackerDriver}. */
final class FirecrackerSnapshots implements SandboxSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(FirecrackerSnapshots.class);

    private final HostFirecrackerDriver driver;

    FirecrackerSnapshots(HostFirecrackerDriver driver) {
        this.driver = driver;
    }

    @Override
    public boolean holds(SandboxSpec spec) {
        try {
            return driver.host().snapshots().holds(key(spec));
        } catch (IOException unknown) {
            LOG.debug("no snapshot for {}", spec.id(), unknown);
            return false;
        }
    }

    private SnapshotKey key(SandboxSpec spec) throws IOException {
        FirecrackerHost host = driver.host();
        VmLimits limits = VmLimits.ofFunction(spec.memoryMb());
        return new SnapshotGround(
                        "firecracker " + host.snapshotVersion(),
                        driver.kernel(),
                        host.init(),
                        driver.command(spec),
                        driver.drives(),
                        limits.memoryMib() + " " + limits.vcpus() + " " + SandboxStart.BOOT_ARGUMENTS)
                .key(spec);
    }

    @Override
    public Template startTemplate(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return driver.begin(spec, listener, start -> {
            GuestSandbox sandbox = start.perform(driver.kernel());
            return new FirecrackerTemplate(
                    sandbox, start, key(spec), driver.host().snapshots());
        });
    }

    @Override
    public Sandbox restore(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return driver.begin(
                spec,
                listener,
                start -> start.restore(
                        driver.kernel(),
                        driver.host()
                                .snapshots()
                                .find(key(spec))
                                .orElseThrow(() -> new IOException("there is no snapshot"))));
    }
}
