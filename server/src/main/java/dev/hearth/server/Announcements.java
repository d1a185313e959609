package dev.hearth.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which data folder the Hearth of a port uses, so that {@code --port} alone finds it: one small file per running
 * server in {@code ~/.hearth/running}, made when it is ready and removed when it stops. A file that a killed server
 * left is noticed by the lock of the folder it names.
 */
final class Announcements {

    private Announcements() {}

    private static Path file(int port) {
        return DataFolder.defaultRoot().resolve("running").resolve(Integer.toString(port));
    }

    static void announce(int port, Path data) throws IOException {
        Path file = file(port);
        new DataFolder(DataFolder.defaultRoot()).create();
        Files.createDirectories(file.getParent());
        Files.writeString(file, data.toString());
    }

    static void withdraw(int port) {
        try {
            Files.deleteIfExists(file(port));
        } catch (IOException e) {
            // Only a hint: whoever reads it checks the lock.
        }
    }

    static Optional<Path> dataOf(int port) {
        try {
            Path data = Path.of(Files.readString(file(port)).strip());
            return InstanceLock.isHeld(new DataFolder(data).lock()) ? Optional.of(data) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
