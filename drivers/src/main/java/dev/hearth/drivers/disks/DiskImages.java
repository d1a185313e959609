package dev.hearth.drivers.disks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Template images for {@code /tmp}, one per size, made when first asked for: ext4 without a journal in a sparse file,
 * in which an unprivileged user can write exactly the size asked for.
 */
public final class DiskImages {

    private static final int BLOCK_BYTES = 4096;
    private static final long BLOCKS_PER_MB = 1024 * 1024 / BLOCK_BYTES;
    /** The folder lost+found, which the launcher removes, gives back so many blocks. */
    private static final int LOST_AND_FOUND_BLOCKS = 4;
    /** What the kernel keeps back at mount for its own bookkeeping: this part of all blocks, at most that many. */
    private static final int KERNEL_RESERVE_SHARE = 50;

    private static final long KERNEL_RESERVE_BLOCKS = 4096;
    /** One inode for so many bytes. */
    private static final int BYTES_PER_INODE = 16 * 1024;

    private static final int MKFS_WAIT_SECONDS = 60;
    private static final int SUPERBLOCK = 1024;
    private static final int BLOCKS = 4;
    private static final int RESERVED_BLOCKS = 8;
    private static final int FREE_BLOCKS = 12;

    /** What makes the root of a disk the function's: user 993, group 990, mode 1777. */
    private static final List<String> OPENED = List.of(
            "rmdir lost+found",
            "set_inode_field <2> mode 041777",
            "set_inode_field <2> uid 993",
            "set_inode_field <2> gid 990");

    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();

    public DiskImages(Path folder) {
        this.folder = folder;
    }

    /** Why no image can be made on this machine, or empty. */
    public static String whyNot() {
        return program("mkfs.ext4").isPresent() ? "" : "mkfs.ext4 is missing: apt-get install e2fsprogs";
    }

    /** The template of this size, MiB. */
    public Path template(int sizeMb) throws IOException {
        lock.lock();
        try {
            Path image = folder.resolve("tmp-" + sizeMb + ".ext4");
            if (!Files.exists(image)) {
                make(image, sizeMb);
            }
            return image;
        } finally {
            lock.unlock();
        }
    }

    private void make(Path image, int sizeMb) throws IOException {
        Files.createDirectories(folder);
        Path fresh = image.resolveSibling(image.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        long wanted = sizeMb * BLOCKS_PER_MB;
        // Inode tables take 1/64 of the space, bitmaps and the rest of the bookkeeping much less than the other 1/64.
        long blocks = wanted + wanted / 32 + 2 * BLOCKS_PER_MB + KERNEL_RESERVE_BLOCKS;
        run(
                program("mkfs.ext4").orElseThrow().toString(),
                "-q",
                "-F",
                "-b",
                Integer.toString(BLOCK_BYTES),
                "-m",
                "0",
                "-i",
                Integer.toString(BYTES_PER_INODE),
                "-O",
                "^has_journal,^resize_inode,^metadata_csum,^metadata_csum_seed,^orphan_file",
                "-E",
                "lazy_itable_init=1,nodiscard",
                fresh.toString(),
                Long.toString(blocks));
        reserveRest(fresh, wanted);
        openToFunction(fresh);
        Files.move(fresh, image, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The function's folder, and nothing in it; a guest need not write then before its function does. */
    private static void openToFunction(Path image) throws IOException {
        Optional<Path> debugfs = program("debugfs");
        if (debugfs.isEmpty()) {
            return;
        }
        for (String step : OPENED) {
            run(debugfs.get().toString(), "-w", "-R", step, image.toString());
        }
    }

    /** Reserves for the superuser, who is never inside, every free block beyond those wanted. */
    private static void reserveRest(Path image, long wanted) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            byte[] bytes = new byte[SUPERBLOCK];
            file.seek(SUPERBLOCK);
            file.readFully(bytes);
            ByteBuffer superblock = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            long all = Integer.toUnsignedLong(superblock.getInt(BLOCKS));
            long kernelReserve = Math.min(all / KERNEL_RESERVE_SHARE, KERNEL_RESERVE_BLOCKS);
            long free = Integer.toUnsignedLong(superblock.getInt(FREE_BLOCKS)) + LOST_AND_FOUND_BLOCKS - kernelReserve;
            if (free < wanted) {
                throw new IOException("mkfs.ext4 left " + free + " blocks of " + wanted);
            }
            superblock.putInt(RESERVED_BLOCKS, (int) (free - wanted));
            file.seek(SUPERBLOCK);
            file.write(bytes);
        }
    }

    private static Optional<Path> program(String name) {
        return List.of("/sbin", "/usr/sbin", "/usr/local/sbin", "/bin", "/usr/bin", "/run/current-system/sw/bin")
                .stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(MKFS_WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command[0] + " failed");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
