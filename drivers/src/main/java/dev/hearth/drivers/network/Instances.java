package dev.hearth.drivers.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of what one Hearth makes on the host. They carry digits that follow from its state folder, so that it
 * finds its own again and leaves everybody else's alone.
 *
 * @param id twelve hexadecimal digits
 */
record Instances(String id) {

    private static final int DIGITS = 12;
    /** An interface's name has at most 15 characters. */
    private static final int SHORT_DIGITS = 6;

    static Instances of(Path stateDir) {
        return new Instances(name(stateDir.toString()));
    }

    /** Hexadecimal digits that follow from {@code text}. */
    static String name(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String namespacePrefix() {
        return "hearth-" + id + "-";
    }

    String namespace(int number) {
        return namespacePrefix() + number;
    }

    /** A namespace in which there is nothing. */
    String emptyNamespace(long number) {
        return namespacePrefix() + "e" + number;
    }

    String devicePrefix() {
        return "hv" + id.substring(0, SHORT_DIGITS) + "-";
    }

    /** The host's end of a guest's way out. */
    String device(int number) {
        return devicePrefix() + number;
    }

    /** Written into the alias of a device, because its name has no room for the whole id. */
    String alias() {
        return "hearth-" + id;
    }

    String table() {
        return "hearth_" + id;
    }
}
