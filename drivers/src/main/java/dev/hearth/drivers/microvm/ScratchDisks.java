package dev.hearth.drivers.microvm;

import dev.hearth.drivers.disks.DiskImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Disks for {@code /tmp}: sparse copies of a template of their size, of which only the blocks with contents are kept.
 */
public final class ScratchDisks {

    private static final int BLOCK_BYTES = 4096;
    private static final int READ_BLOCKS = 256;

    private final DiskImages templates;
    private final Map<Path, Template> known = new ConcurrentHashMap<>();

    /** A block that is not all zeros. */
    private record Block(long position, byte[] bytes) {}

    private record Template(long size, List<Block> blocks) {}

    public ScratchDisks(Path folder) {
        this.templates = new DiskImages(folder);
    }

    /** A fresh disk. */
    public void make(int sizeMb, Path target) throws IOException {
        copy(templates.template(sizeMb), target);
    }

    /** A copy of a disk that never changes. */
    public void copy(Path source, Path target) throws IOException {
        Template template = known.get(source);
        if (template == null) {
            template = read(source);
            known.put(source, template);
        }
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Block block : template.blocks()) {
                file.write(ByteBuffer.wrap(block.bytes()), block.position());
            }
            if (file.size() < template.size()) {
                file.write(ByteBuffer.allocate(1), template.size() - 1);
            }
        }
    }

    /** What was copied is removed. */
    public void forget(Path source) {
        known.remove(source);
    }

    private static Template read(Path image) throws IOException {
        List<Block> blocks = new ArrayList<>();
        try (FileChannel file = FileChannel.open(image)) {
            for (SparseFile.Range range : SparseFile.data(image)) {
                read(file, range, blocks);
            }
            return new Template(file.size(), blocks);
        }
    }

    private static void read(FileChannel file, SparseFile.Range range, List<Block> blocks) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK_BYTES * READ_BLOCKS);
        long position = range.start();
        while (position < range.end()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), range.end() - position));
            if (file.read(buffer, position) <= 0) {
                return;
            }
            for (int at = 0; at < buffer.position(); at += BLOCK_BYTES) {
                byte[] bytes = new byte[Math.min(BLOCK_BYTES, buffer.position() - at)];
                buffer.get(at, bytes);
                if (!allZeros(bytes)) {
                    blocks.add(new Block(position + at, bytes));
                }
            }
            position += buffer.position();
        }
    }

    private static boolean allZeros(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
