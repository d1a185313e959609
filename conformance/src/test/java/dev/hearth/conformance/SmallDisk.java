package dev.hearth.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A file system of its own in a file, mounted on a folder: what is small enough to be filled to the last byte. */
final class SmallDisk implements AutoCloseable {

    private static final int MEBIBYTE = 1 << 20;
    private static final int KIBIBYTE = 1 << 10;

    /** A page of the database: with less than this free nothing can be written. */
    static final int PAGE = 4_096;

    private final Path mount;

    private SmallDisk(Path mount) {
        this.mount = mount;
    }

    /** Mounts one of {@code mebibytes} on {@code mount}; empty where that is not allowed, or its tools are missing. */
    static Optional<SmallDisk> mounted(Path image, Path mount, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(mount);
        boolean made = run("truncate", "-s", mebibytes + "M", image.toString())
                && run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString())
                && run("mount", "-o", "loop", image.toString(), mount.toString());
        return made ? Optional.of(new SmallDisk(mount)) : Optional.empty();
    }

    /** Fills it. What is closed frees it again. */
    AutoCloseable fill() throws IOException {
        Path filler = mount.resolve("filler");
        for (int size : List.of(MEBIBYTE, PAGE, KIBIBYTE)) {
            try (OutputStream out =
                    Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                byte[] bytes = new byte[size];
                while (true) {
                    out.write(bytes);
                }
            } catch (IOException full) {
                // As it should be.
            }
        }
        return () -> Files.delete(filler);
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(mount).getUsableSpace();
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (!run("umount", mount.toString())) {
                run("umount", "-l", mount.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
