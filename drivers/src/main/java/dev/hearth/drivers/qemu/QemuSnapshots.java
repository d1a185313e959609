package dev.hearth.drivers.qemu;

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

    private String key(SandboxSpec spec) throws IOException {
        return SnapshotKey.of(driver.host(), driver.ground(spec), spec);
    }

    @Override
    public Template startTemplate(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return driver.inTurn(spec, listener, (start, host) -> start.template(host.snapshots(), key(spec)));
    }

    @Override
    public Sandbox restore(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return driver.inTurn(spec, listener, (start, host) -> {
            Optional<Snapshots.Use> snapshot = host.snapshots().use(key(spec));
            return start.restore(snapshot.orElseThrow(() -> new IOException("there is no snapshot")));
        });
    }
}
