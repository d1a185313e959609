package dev.hearth.drivers.microvm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a snapshot depends on: when any of it changes, the snapshot is not used any more and another one is made.
 *
 * @param parts named values; {@link #REQUIRED} must be among them, a driver adds its own
 */
public record SnapshotKey(SortedMap<String, String> parts) {

    /** The driver and the version of its snapshots' format, for example {@code firecracker 10.0.0}. */
    public static final String FORMAT = "format";
    /** The processor: {@link HostProcessor#describe}. */
    public static final String PROCESSOR = "processor";
    /** Release of the host's kernel: its KVM saves the state. */
    public static final String HOST_KERNEL = "host-kernel";
    /** Digest of the guest's kernel and init. */
    public static final String GUEST_KERNEL = "guest-kernel";
    /** Digest of the root image. */
    public static final String IMAGE = "image";
    /** Digests of code, layers and runtime. */
    public static final String CODE = "code";
    /** What the guest was told at its start: sizes, environment, command. */
    public static final String SPEC = "spec";

    private static final String[] REQUIRED = {FORMAT, PROCESSOR, HOST_KERNEL, GUEST_KERNEL, IMAGE, CODE, SPEC};

    public SnapshotKey {
        parts = new TreeMap<>(parts);
        for (String name : REQUIRED) {
            if (parts.getOrDefault(name, "").isBlank()) {
                throw new IllegalArgumentException("a snapshot's key says nothing of its " + name);
            }
        }
    }

    public static SnapshotKey of(Map<String, String> parts) {
        return new SnapshotKey(new TreeMap<>(parts));
    }

    /** SHA-256 over all of it, lower-case hexadecimal: the snapshot's name on disk. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach((name, value) -> {
                update(digest, name);
                update(digest, value);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** With its length before it, so that no two lists of texts give the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
