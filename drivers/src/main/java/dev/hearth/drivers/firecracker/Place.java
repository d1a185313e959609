package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings host files into a microVM's folder: as hard links, or as copies from another file system. */
final class Place {

    private Place() {}

    /** A shared file, which nobody changes: the link is as good as the file, and takes no room. */
    static void shared(Path file, Path as) throws IOException {
        Path real = file.toRealPath();
        try {
            Files.createLink(as, real);
        } catch (FileSystemException | UnsupportedOperationException otherFileSystem) {
            Files.copy(real, as);
        }
    }
}
