package dev.hearth.drivers.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A kernel as distributions ship it, and the uncompressed one inside, which monitors boot without a loader of the
 * kernel's own: an ELF file with a PVH entry on x86_64, an {@code Image} on arm64.
 *
 * <p>The forms are those of the kernel's Documentation/arch/x86/boot.rst, Documentation/arch/arm64/booting.rst and
 * drivers/firmware/efi/libstub/zboot-header.S.
 */
final class BootImage {

    private static final int HEADER_BYTES = 0x268;
    private static final int X86_MAGIC = 0x53726448;
    private static final int ARM64_MAGIC = 0x644d5241;
    private static final int ZBOOT_MAGIC = 0x676d697a;
    /** The program and notes of an ELF file of that size and more are not read. */
    private static final int MAX_NOTES = 1 << 20;

    private static final int PVH_NOTE = 18;
    private static final int LENGTH_BYTES = 4;
    private static final long MAX_PAYLOAD = 512L << 20;

    private BootImage() {}

    /** Writes the uncompressed kernel of {@code packed} to {@code plain}, and makes sure that it is one. */
    static void extract(Path packed, Path plain, String machine) throws IOException {
        ByteBuffer header = head(packed);
        if (header.getInt(0) == 0x464c457f || header.getInt(56) == ARM64_MAGIC) {
            Files.copy(packed, plain);
        } else if (header.getInt(0x202) == X86_MAGIC) {
            long start =
                    (Byte.toUnsignedInt(header.get(0x1f1)) + 1L) * 512 + Integer.toUnsignedLong(header.getInt(0x248));
            unpack(packed, start, Integer.toUnsignedLong(header.getInt(0x24c)), plain);
        } else if (header.getInt(4) == ZBOOT_MAGIC) {
            unpack(packed, Integer.toUnsignedLong(header.getInt(8)), Integer.toUnsignedLong(header.getInt(12)), plain);
        } else if (header.getShort(0) == (short) 0x8b1f) {
            unpack(packed, 0, Files.size(packed), plain);
        } else {
            throw new ImageException(
                    packed.getFileName() + " is no kernel that is known: no bzImage, Image or ELF file");
        }
        if (machine.equals(Machine.X86_64)) {
            requirePvh(plain);
        } else if (head(plain).getInt(56) != ARM64_MAGIC) {
            throw new ImageException(packed.getFileName() + " holds no arm64 Image");
        }
    }

    private static ByteBuffer head(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(HEADER_BYTES);
            if (bytes.length < HEADER_BYTES) {
                throw new ImageException(file.getFileName() + " is too short for a kernel");
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static void unpack(Path packed, long start, long length, Path plain) throws IOException {
        if (length <= LENGTH_BYTES || length > MAX_PAYLOAD || start + length > Files.size(packed)) {
            throw new ImageException(packed.getFileName() + " is damaged: its payload goes beyond its end");
        }
        Path payload = plain.resolveSibling("payload");
        long announced = slice(packed, start, length, payload);
        try {
            boolean gzip = Unpacking.isGzip(payload);
            if (!gzip) {
                cutLength(payload);
            }
            Unpacking.of(payload, plain);
            if (!gzip && Files.size(plain) != announced) {
                throw new ImageException(packed.getFileName() + " is damaged: its payload is " + Files.size(plain)
                        + " bytes, not " + announced);
            }
        } finally {
            Files.delete(payload);
        }
    }

    /** Copies a part of the file; returns the length that the kernel's build appends to the payload. */
    private static long slice(Path file, long start, long length, Path part) throws IOException {
        try (FileChannel from = FileChannel.open(file);
                FileChannel to = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long done = 0; done < length; ) {
                done += from.transferTo(start + done, length - done, to);
            }
        }
        try (RandomAccessFile whole = new RandomAccessFile(part.toFile(), "r")) {
            whole.seek(length - LENGTH_BYTES);
            return Integer.toUnsignedLong(Integer.reverseBytes(whole.readInt()));
        }
    }

    private static void cutLength(Path payload) throws IOException {
        try (FileChannel channel = FileChannel.open(payload, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - LENGTH_BYTES);
        }
    }

    /** An ELF note of the name Xen tells the entry; without it neither monitor can start an uncompressed kernel. */
    private static void requirePvh(Path elf) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(elf.toFile(), "r")) {
            ByteBuffer header = read(file, 0, 64);
            if (header.getInt(0) != 0x464c457f || header.getShort(18) != 62) {
                throw new ImageException("the kernel's payload is no ELF file for x86_64");
            }
            int count = Short.toUnsignedInt(header.getShort(56));
            for (int i = 0; i < count; i++) {
                ByteBuffer program = read(file, header.getLong(32) + 56L * i, 56);
                if (program.getInt(0) == 4 && hasPvh(file, program.getLong(8), program.getLong(32))) {
                    return;
                }
            }
        }
        throw new ImageException("the kernel has no PVH entry (CONFIG_PVH=y), so no monitor can start it");
    }

    private static boolean hasPvh(RandomAccessFile file, long offset, long size) throws IOException {
        if (size > MAX_NOTES) {
            return false;
        }
        ByteBuffer notes = read(file, offset, (int) size);
        int at = 0;
        while (at + 12 <= size) {
            int name = notes.getInt(at);
            int content = notes.getInt(at + 4);
            if (name < 0 || content < 0 || name > size || content > size) {
                return false;
            }
            if (name == 4
                    && notes.getInt(at + 8) == PVH_NOTE
                    && new String(notes.array(), at + 12, 3, StandardCharsets.UTF_8).equals("Xen")) {
                return true;
            }
            at += 12 + (name + 3) / 4 * 4 + (content + 3) / 4 * 4;
        }
        return false;
    }

    private static ByteBuffer read(RandomAccessFile file, long offset, int size) throws IOException {
        byte[] bytes = new byte[size];
        file.seek(offset);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
