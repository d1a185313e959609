package dev.hearth.drivers.firecracker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of one Hearth on its host, by which it finds again what a killed predecessor left, and nobody else's.
 *
 * @param digits hexadecimal, from the path of its state folder
 */
record Instance(String digits) {

    /**
     * Short, because a microVM's name is part of the paths of Unix sockets; see {@link MachineLimits#MAX_SOCKET_PATH}.
     */
    private static final int DIGITS = 8;

    static Instance of(Path stateDir) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(stateDir.toString().getBytes(StandardCharsets.UTF_8));
            return new Instance(HexFormat.of().formatHex(digest).substring(0, DIGITS));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The id of a microVM, for Firecracker and its jailer: letters, digits and hyphens. */
    String vmId(long number) {
        return prefix() + number;
    }

    /** What the ids of all its microVMs begin with. */
    String prefix() {
        return "hearth-" + digits + "-";
    }

    boolean owns(String vmId) {
        return vmId.startsWith(prefix());
    }

    /** The name of the cgroup that holds those of its microVMs. */
    String cgroup() {
        return "hearth-vms-" + digits;
    }
}
