package dev.hearth.drivers.microvm;

import dev.hearth.sandbox.ContainerImage;
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

/**
 * What a sandbox's snapshot stands on, and the key made of it: the same for every machine monitor.
 *
 * @param format the monitor, what runs its processors, and the version of its snapshots
 * @param kernel the guest's
 * @param init the guest's init
 * @param command the guest's image and what runs in it
 * @param drives whose digests are asked for
 * @param machine memory, processors and whatever else of the machine itself
 */
public record SnapshotGround(
        String format,
        GuestKernel kernel,
        Path init,
        GuestRuntimes.Command command,
        GuestDrives drives,
        String machine) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

    /** The key of a snapshot of {@code spec}. Cheap after the first time, when drives may have to be made. */
    public SnapshotKey key(SandboxSpec spec) throws IOException {
        return SnapshotKey.of(Map.of(
                SnapshotKey.FORMAT, format,
                SnapshotKey.PROCESSOR, HostProcessor.describe(Files.readString(PROCESSORS)),
                SnapshotKey.HOST_KERNEL, Files.readString(RELEASE).strip(),
                SnapshotKey.GUEST_KERNEL, kernel.digest() + " " + digest().update(Files.readAllBytes(init)),
                SnapshotKey.IMAGE, command.image().digest(),
                SnapshotKey.CODE, code(spec),
                SnapshotKey.SPEC, told(spec)));
    }

    private String code(SandboxSpec spec) throws IOException {
        StringBuilder code = new StringBuilder("/");
        for (GuestMount mount : GuestMount.of(command.command(), spec)) {
            try (GuestDrives.Lease lease = drives.of(mount.folders())) {
                code.append(' ').append(mount.target()).append('=').append(lease.digest());
            }
        }
        return code.toString();
    }

    /** A digest, because there are secrets among the variables and the key is written down. */
    private String told(SandboxSpec spec) {
        Digest digest = digest();
        digest.add(machine);
        digest.add(spec.memoryMb() + " " + spec.ephemeralStorageMb());
        command.command().entries().forEach(digest::add);
        digest.add("");
        command.command().arguments().forEach(digest::add);
        digest.add("");
        spec.extensions().forEach(digest::add);
        digest.add("");
        digest.add(spec.image().map(ContainerImage::workingFolder).orElse(""));
        new TreeMap<>(spec.sharedEnvironment()).forEach((name, value) -> {
            digest.add(name);
            digest.add(value);
        });
        digest.add(spec.network().toString());
        return digest.hex();
    }

    private static Digest digest() {
        try {
            return new Digest(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private record Digest(MessageDigest of) {

        String update(byte[] bytes) {
            of.update(bytes);
            return hex();
        }

        /** With its length before it, so that no two lists of texts give the same bytes. */
        void add(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            of.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            of.update(bytes);
        }

        String hex() {
            return HexFormat.of().formatHex(of.digest());
        }
    }
}
