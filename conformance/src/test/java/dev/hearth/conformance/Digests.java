package dev.hearth.conformance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256, as it appears in names and answers. */
final class Digests {

    private static final int CGROUP_DIGITS = 12;

    private Digests() {}

    /** As Lambda says it: {@code CodeSha256}. */
    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(sha256(bytes));
    }

    /** The name of the cgroups of the Hearth whose sandboxes' state is in {@code folder}. */
    static String cgroup(Path folder) {
        byte[] digest = sha256(folder.toString().getBytes(StandardCharsets.UTF_8));
        return "hearth-" + HexFormat.of().formatHex(digest).substring(0, CGROUP_DIGITS);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
