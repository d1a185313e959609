package dev.hearth.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a folder as a zip that is the same for the same files: sorted, without times, with the right to execute.
 *
 * <p>The JDK's own writer knows no Unix modes, and what is called {@code bootstrap} must be executable. Format:
 * PKWARE's
 * APPNOTE 6.3.10.
 */
final class FolderZip {

    /** What is in a checkout and in no package. */
    private static final Set<String> LEFT_OUT =
            Set.of(".git", ".aws-sam", ".hearth", ".serverless", "cdk.out", "__pycache__", ".DS_Store");

    private static final int MAX_FILES = 65_535;
    private static final int MADE_BY_UNIX = 3 << 8 | 20;
    private static final int VERSION = 20;
    private static final int UTF8 = 1 << 11;
    private static final int DEFLATED = 8;

    /** The first of January 1980, the earliest that a zip can say. */
    private static final int DATE = 1 << 5 | 1;

    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;
    private final List<byte[]> central = new ArrayList<>();
    private long written;

    private FolderZip(OutputStream out) {
        this.out = out;
    }

    /** Writes what is below {@code folder}, or the one file that it is, to {@code zip}. */
    static Content write(Path folder, Path zip) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(zip), digest)) {
                FolderZip writer = new FolderZip(out);
                for (var entry : files(folder).entrySet()) {
                    writer.add(entry.getKey(), entry.getValue());
                }
                writer.end();
            }
            return new Content(Files.size(zip), HexFormat.of().formatHex(digest.digest()), new byte[0], zip);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException("cannot pack " + folder + ": " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static TreeMap<String, Path> files(Path folder) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        if (Files.isRegularFile(folder)) {
            files.put(folder.getFileName().toString(), folder);
            return files;
        }
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path below = folder.relativize(file);
                boolean kept = true;
                for (Path part : below) {
                    kept &= !LEFT_OUT.contains(part.toString());
                }
                if (kept && Files.isRegularFile(file)) {
                    files.put(below.toString(), file);
                }
            }
        }
        if (files.isEmpty()) {
            throw new IOException("there are no files in it");
        }
        if (files.size() > MAX_FILES) {
            throw new IOException("it has " + files.size() + " files, and a zip at most " + MAX_FILES);
        }
        return files;
    }

    private void add(String name, Path file) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        long size = 0;
        Path packed = Files.createTempFile("hearth-", ".deflated");
        try {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
            try (InputStream in = Files.newInputStream(file);
                    OutputStream deflated = new DeflaterOutputStream(Files.newOutputStream(packed), deflater)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    crc.update(buffer, 0, read);
                    deflated.write(buffer, 0, read);
                    size += read;
                }
            } finally {
                deflater.end();
            }
            long compressed = Files.size(packed);
            if (size > Integer.MAX_VALUE || written + compressed > Integer.MAX_VALUE) {
                throw new IOException("more than 2 GB do not fit into a package");
            }
            int mode = Files.isExecutable(file) ? PROGRAM : FILE;
            central.add(directory(utf8, mode, (int) crc.getValue(), (int) compressed, (int) size));
            put(header(utf8, (int) crc.getValue(), (int) compressed, (int) size));
            Files.copy(packed, out);
            written += compressed;
        } finally {
            Files.delete(packed);
        }
    }

    private static byte[] header(byte[] name, int crc, int compressed, int size) {
        return buffer(LOCAL_BYTES + name.length)
                .putInt(0x04034b50)
                .putShort((short) VERSION)
                .putShort((short) UTF8)
                .putShort((short) DEFLATED)
                .putShort((short) 0)
                .putShort((short) DATE)
                .putInt(crc)
                .putInt(compressed)
                .putInt(size)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .array();
    }

    private byte[] directory(byte[] name, int mode, int crc, int compressed, int size) {
        return buffer(CENTRAL_BYTES + name.length)
                .putInt(0x02014b50)
                .putShort((short) MADE_BY_UNIX)
                .putShort((short) VERSION)
                .putShort((short) UTF8)
                .putShort((short) DEFLATED)
                .putShort((short) 0)
                .putShort((short) DATE)
                .putInt(crc)
                .putInt(compressed)
                .putInt(size)
                .putShort((short) name.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(mode << 16)
                .putInt((int) written)
                .put(name)
                .array();
    }

    private void end() throws IOException {
        int start = (int) written;
        for (byte[] record : central) {
            put(record);
        }
        put(buffer(END_BYTES)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) central.size())
                .putShort((short) central.size())
                .putInt((int) written - start)
                .putInt(start)
                .putShort((short) 0)
                .array());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }
}
