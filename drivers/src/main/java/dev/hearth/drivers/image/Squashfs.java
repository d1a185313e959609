package dev.hearth.drivers.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes squashfs files. LZ4 in its slow, small form: half as much again as zstd's size, but a guest reads it fastest,
 * which counts at every start.
 */
final class Squashfs {

    /**
     * No file is newer than that unless {@code SOURCE_DATE_EPOCH} says so: the beginning of 2024, seconds since 1970.
     */
    static final long DEFAULT_EPOCH = 1_704_067_200L;

    /** Memory that the packer may take for its queues; its own default is a quarter of the machine. */
    private static final String MEMORY = "256M";

    private static final List<String> COMMON = List.of(
            "-tar",
            "-noappend",
            "-no-progress",
            "-quiet",
            "-no-xattrs",
            "-no-exports",
            "-reproducible",
            "-comp",
            "lz4",
            "-Xhc",
            "-root-mode",
            "0755",
            "-root-uid",
            "0",
            "-root-gid",
            "0",
            "-mem",
            MEMORY);

    private static final int STEPS = 200;

    private Squashfs() {}

    /** The newest time that an image may show: {@code SOURCE_DATE_EPOCH}, or a fixed one. */
    static long epoch() throws ImageException {
        String text = System.getenv("SOURCE_DATE_EPOCH");
        if (text == null || text.isEmpty()) {
            return DEFAULT_EPOCH;
        }
        if (!text.matches("[0-9]{1,10}")) {
            throw new ImageException("SOURCE_DATE_EPOCH is seconds since 1970, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** Packs {@code tree} into {@code file}. */
    static void pack(FileTree tree, Path file, long epoch, Progress progress) throws IOException {
        long size = Math.max(1, tree.size());
        List<String> arguments = new ArrayList<>(List.of("-", file.toString()));
        arguments.addAll(COMMON);
        // The variable also holds for the root folder, for which an archive on the packer's input cannot speak.
        Command packer = new Command(Tool.MKSQUASHFS, arguments).with("SOURCE_DATE_EPOCH", Long.toString(epoch));
        packer.feed(file, input -> {
            TarWriter writer = new TarWriter(new Counting(input, size, progress));
            tree.each(epoch, writer::write);
            writer.end();
        });
    }

    /** Tells how much went by. */
    private static final class Counting extends FilterOutputStream {

        private final long size;
        private final Progress progress;
        private long done;
        private int told;

        private Counting(OutputStream out, long size, Progress progress) {
            super(out);
            this.size = size;
            this.progress = progress;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            done += length;
            int step = (int) Math.min(STEPS, STEPS * done / size);
            if (step > told) {
                told = step;
                progress.fraction((double) step / STEPS);
            }
        }
    }
}
