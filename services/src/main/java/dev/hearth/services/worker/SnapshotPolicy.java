package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import java.util.Optional;

/** Which environments start from snapshots. */
final class SnapshotPolicy {

    private final SnapshotUse use;
    private final SandboxDriver driver;

    SnapshotPolicy(SnapshotUse use, SandboxDriver driver) {
        this.use = use;
        this.driver = driver;
    }

    /**
     * The environment as it is really started: a published version of a runtime that renews its own random numbers
     * starts from a snapshot by Hearth's default where the driver can.
     */
    EnvironmentSpec applied(EnvironmentSpec spec) {
        boolean byDefault = use == SnapshotUse.PUBLISHED
                && spec.initialization() == EnvironmentSpec.Initialization.ON_DEMAND
                && !spec.version().equals("$LATEST")
                && spec.image().isEmpty()
                && renewsItself(spec.runtime())
                && driver.snapshots().isPresent();
        return byDefault ? spec.initialized(EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT) : spec;
    }

    /** Those whose bootstraps are Hearth's own; a JVM's generators cannot be seeded again from outside. */
    private static boolean renewsItself(String runtime) {
        return runtime.startsWith("python") || runtime.startsWith("nodejs");
    }

    /** The driver's snapshots, if {@code sandbox} may have one: external extensions keep connections of their own. */
    Optional<SandboxSnapshots> snapshots(SandboxSpec sandbox) {
        return use == SnapshotUse.OFF || !sandbox.extensions().isEmpty() ? Optional.empty() : driver.snapshots();
    }
}
