package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestDrives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Drives for {@link FakeInit}: a file that names the folder it stands for. Counts who uses them. */
final class FolderDrives implements GuestDrives {

    private final Path folder;
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    FolderDrives(Path folder) {
        this.folder = folder;
    }

    int inUse() {
        return inUse.get();
    }

    @Override
    public Lease of(List<Path> folders) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("drive-" + made.incrementAndGet());
        Files.writeString(file, folders.getLast().toString());
        inUse.incrementAndGet();
        return new Lease() {
            @Override
            public Path file() {
                return file;
            }

            @Override
            public String digest() {
                return folders.toString();
            }

            @Override
            public void close() {
                inUse.decrementAndGet();
            }
        };
    }
}
