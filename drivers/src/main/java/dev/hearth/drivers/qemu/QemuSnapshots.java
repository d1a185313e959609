package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.SnapshotGround;
import dev.hearth.drivers.microvm.SnapshotKey;
import dev.hearth.drivers.microvm.SnapshotStore;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots of {@link HostQemuDriver}. */
final class QemuSnapshots implements SandboxSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(QemuSnapshots.class);

    private final HostQemuDriver driver;

    QemuSnapshots(HostQemuDriver driver) {
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
        QemuHost host = driver.host();
        MachineStart.Ground ground = driver.ground(spec);
        return new SnapshotGround(
                        "qemu " + host.version() + " " + ground.accelerator(),
                        ground.kernel(),
                        host.programs().init(),
                        ground.command(),
                        host.drives(),
                        MachineStart.memoryMb(spec) + " " + MachineStart.processors(spec))
                .key(spec);
    }

    @Override
    public Template startTemplate(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return driver.inTurn(spec, listener, (start, host) -> start.template(host.snapshots(), key(spec)));
    }

    @Override
    public Sandbox restore(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return driver.inTurn(spec, listener, (start, host) -> {
            Optional<SnapshotStore.Lease> snapshot = host.snapshots().find(key(spec));
            return start.restore(snapshot.orElseThrow(() -> new IOException("there is no snapshot")));
        });
    }
}
