package dev.hearth.server;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Which build of Hearth runs: the same for the same classes, wherever they were compiled. */
final class BuildId {

    private static final int SHOWN_DIGITS = 8;
    private static final String JARS = "hearth-[a-z]+-.*\\.jar";

    private BuildId() {}

    /** Some digits, or {@code unknown} where the classes do not come from jars. */
    static String ofThis() {
        List<File> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .filter(file -> file.getName().matches(JARS))
                .sorted()
                .toList();
        if (jars.isEmpty()) {
            return "unknown";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (File jar : jars) {
                add(jar, digest);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException replaced) {
            return "unknown";
        }
    }

    private static void add(File jar, MessageDigest digest) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .sorted((one, other) -> one.getName().compareTo(other.getName()))
                    .forEach(entry -> add(entry, digest));
        }
    }

    private static void add(ZipEntry entry, MessageDigest digest) {
        digest.update(entry.getName().getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(entry.getCrc()).array());
    }
}
