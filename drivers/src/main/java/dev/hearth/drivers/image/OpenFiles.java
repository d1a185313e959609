package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which process has a file open, by whatever name: a jail holds a hard link of an image, not its path. */
final class OpenFiles {

    private static final Path PROC = Path.of("/proc");

    private OpenFiles() {}

    /** Who holds {@code file} open, for people, or empty. Processes of other users are not seen without privilege. */
    static Optional<String> holder(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Object wanted = Files.getAttribute(file, "unix:ino");
        Object device = Files.getAttribute(file, "unix:dev");
        for (Path process : entries(PROC)) {
            String pid = process.getFileName().toString();
            if (!pid.matches("[0-9]+")) {
                continue;
            }
            for (Path descriptor : entries(process.resolve("fd"))) {
                if (same(descriptor, wanted, device)) {
                    return Optional.of("process " + pid + " (" + name(process) + ")");
                }
            }
        }
        return loop(file);
    }

    private static Optional<String> loop(Path file) throws IOException {
        String real = file.toRealPath().toString();
        for (Path device : entries(Path.of("/sys/block"))) {
            Path backing = device.resolve("loop/backing_file");
            if (Files.isReadable(backing) && Files.readString(backing).strip().equals(real)) {
                return Optional.of("the loop device " + device.getFileName());
            }
        }
        return Optional.empty();
    }

    private static boolean same(Path descriptor, Object inode, Object device) {
        try {
            return inode.equals(Files.getAttribute(descriptor, "unix:ino"))
                    && device.equals(Files.getAttribute(descriptor, "unix:dev"));
        } catch (IOException gone) {
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException gone) {
            return "gone by now";
        }
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
