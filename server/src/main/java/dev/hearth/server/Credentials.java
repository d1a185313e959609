package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.neighbours.iam.Sessions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of one data folder, made at its first {@code up}: the user's access keys, and what sessions are signed
 * and secrets are sealed with.
 *
 * <p>The file is an AWS shared credentials file, so that {@code AWS_SHARED_CREDENTIALS_FILE} may point at it.
 *
 * @param user whoever holds the data folder
 * @param function what all other secrets follow from; it signs no request. Its section's name is of a time when
 *     functions were given it
 */
record Credentials(KeyPair user, KeyPair function) {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 30;
    private static final int MAX_FILE_BYTES = 16 * 1024;

    /** A secret of 32 bytes that follows from these credentials, another one for each use. */
    byte[] secret(String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(function.secretAccessKey().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(("hearth:" + use).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Temporary credentials, which every host with these credentials makes and knows. */
    Sessions sessions(Ports ports) {
        return Sessions.create(secret("sessions"), ports.time(), ports.randomness());
    }

    /** Keeps in {@code file} what another host's says. */
    static void copy(String text, Path file) throws IOException {
        write(text, file);
        read(file);
    }

    /** Reads the credentials in {@code file}, or makes them there when it does not exist. */
    static Credentials readOrMake(Path file, Randomness randomness) throws IOException {
        if (!Files.exists(file)) {
            new Credentials(make("AKIA", randomness), make("AKIA", randomness)).write(file);
        }
        return read(file);
    }

    /**
     * Reads the credentials in {@code file}; an unreadable or incomplete one is an {@link IOException} that says so.
     */
    static Credentials read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is not a credentials file of Hearth: too large");
        }
        Map<String, String> values = new HashMap<>();
        String section = "";
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]")) {
                section = text.substring(1, text.length() - 1).strip();
            } else if (equals > 0 && !text.startsWith("#")) {
                values.put(
                        section + "." + text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
        }
        return new Credentials(pair(file, values, "default"), pair(file, values, "function"));
    }

    private static KeyPair pair(Path file, Map<String, String> values, String section) throws IOException {
        String id = values.get(section + ".aws_access_key_id");
        String secret = values.get(section + ".aws_secret_access_key");
        if (id == null || secret == null) {
            throw new IOException(file + " lacks the keys of [" + section
                    + "]: put them back, or delete the file and start Hearth to get new ones");
        }
        return new KeyPair(id, secret);
    }

    private static KeyPair make(String prefix, Randomness randomness) {
        StringBuilder id = new StringBuilder(prefix);
        for (byte b : randomness.bytes(ID_LENGTH)) {
            id.append(ALPHABET.charAt(b & 31));
        }
        return new KeyPair(id.toString(), Base64.getEncoder().encodeToString(randomness.bytes(SECRET_BYTES)));
    }

    private void write(Path file) throws IOException {
        String text = """
                # Made by Hearth at its first start. Whoever can read this file can use this Hearth.
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s

                # What sessions are signed and secrets are sealed with. Nobody signs requests with it.
                [function]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(
                        user.accessKeyId(), user.secretAccessKey(), function.accessKeyId(), function.secretAccessKey());
        write(text, file);
    }

    /** Whole or not at all, and never readable by others, not even for a moment. */
    private static void write(String text, Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, text, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
