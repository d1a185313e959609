package dev.hearth.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Deployment packages for tests. */
final class Zip {

    private Zip() {}

    /** A package with one file of text. */
    static byte[] of(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A package with one file. */
    static byte[] of(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A package with one file that may be executed. */
    static byte[] executable(String name, Path file) {
        try {
            Path zip = Files.createTempDirectory("hearth-conformance-").resolve("package.zip");
            Map<String, ?> options = Map.of("create", true, "enablePosixFileAttributes", true);
            try (FileSystem inside = FileSystems.newFileSystem(zip, options)) {
                Path target = inside.getPath("/", name);
                if (target.getParent() != null) {
                    Files.createDirectories(target.getParent());
                }
                Files.copy(file, target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            byte[] bytes = Files.readAllBytes(zip);
            Hearth.remove(zip.getParent());
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
