package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestDrives;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a snapshot depends on, as one digest: when any of it is another, the snapshot is not found. */
final class SnapshotKey {

    /** The name of an environment's log stream is its own; nothing in a runtime's init depends on it. */
    private static final String LOG_STREAM = "AWS_LAMBDA_LOG_STREAM_NAME";

    private final MessageDigest digest;

    private SnapshotKey() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The program and its version, the processor, kernel, init, image, drives, sizes, variables, command, network. */
    static String of(QemuHost host, MachineStart.Ground ground, SandboxSpec spec) throws IOException {
        SnapshotKey key = new SnapshotKey();
        key.add(host.version());
        key.add(ground.accelerator() + " " + processorModel());
        key.add(ground.kernel().digest());
        key.digest.update(Files.readAllBytes(host.programs().init()));
        key.add(ground.command().image().digest());
        for (MachineStart.Mount mount : MachineStart.mounts(ground.command().command(), spec)) {
            try (GuestDrives.Lease lease = host.drives().of(mount.folders())) {
                key.add(mount.target() + " " + lease.digest());
            }
        }
        key.add(MachineStart.memoryMb(spec) + " " + MachineStart.processors(spec) + " " + spec.ephemeralStorageMb());
        key.add(String.join("\0", ground.command().command().entries()));
        key.add(String.join("\0", ground.command().command().arguments()));
        key.add(String.join("\0", spec.extensions()));
        for (Map.Entry<String, String> variable : new TreeMap<>(spec.environment()).entrySet()) {
            if (!variable.getKey().equals(LOG_STREAM)) {
                key.add(variable.getKey() + "=" + variable.getValue());
            }
        }
        key.add(spec.network().toString());
        return HexFormat.of().formatHex(key.digest.digest());
    }

    private void add(String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** What the processor can do; a guest that counts on it cannot wake on another. */
    private static String processorModel() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line ->
                        line.startsWith("model name") || line.startsWith("flags") || line.startsWith("microcode"))
                .distinct()
                .reduce("", (all, line) -> all + line + "\n");
    }
}
