package dev.hearth.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: bytes or a file.
 *
 * @param length in bytes
 * @param sha256 in hexadecimal digits
 * @param bytes what it is, when it is no file
 * @param file where it is, or null
 */
record Content(
        long length, String sha256, byte[] bytes, @Nullable Path file) {

    static Content of(byte[] bytes) {
        return new Content(bytes.length, RequestSigner.hex(RequestSigner.sha256(bytes)), bytes, null);
    }

    static Content none() {
        return of(new byte[0]);
    }

    void writeTo(OutputStream out) throws IOException {
        if (file == null) {
            out.write(bytes);
        } else {
            Files.copy(file, out);
        }
    }
}
