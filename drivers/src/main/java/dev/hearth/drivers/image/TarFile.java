package dev.hearth.drivers.image;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An uncompressed tar archive on disk: ustar, with the extensions of pax and of GNU for long names and large numbers.
 */
final class TarFile implements Closeable {

    private static final int BLOCK = 512;
    /** Longest extended header, bytes. */
    private static final int MAX_HEADER = 1 << 20;
    /** More entries than any root file system that is served here. */
    static final int MAX_ENTRIES = 300_000;

    private final Path path;
    private final FileChannel channel;
    private final long end;

    /** Takes each entry in order. */
    @FunctionalInterface
    interface Visitor {

        void visit(TarEntry entry) throws IOException;
    }

    private TarFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.end = channel.size();
    }

    static TarFile open(Path path) throws IOException {
        return new TarFile(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    void each(Visitor visitor) throws IOException {
        Map<String, String> extended = new HashMap<>();
        long at = 0;
        int entries = 0;
        while (at + BLOCK <= end) {
            byte[] header = read(at, BLOCK);
            if (isZero(header)) {
                return;
            }
            checkSum(header, at);
            long size = extended.containsKey("size") ? decimal(extended.get("size")) : number(header, 124, 12);
            long data = at + BLOCK;
            if (size < 0 || size > end - data) {
                throw broken("an entry of " + size + " bytes goes beyond the end");
            }
            if (!extend(header, data, size, extended)) {
                if (++entries > MAX_ENTRIES) {
                    throw new ImageException(path.getFileName() + " has more than " + MAX_ENTRIES + " entries");
                }
                visitor.visit(entry(header, data, size, extended));
                extended.clear();
            }
            at = data + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    /** Takes up what an extended header says of the next entry; false when it is an entry itself. */
    private boolean extend(byte[] header, long data, long size, Map<String, String> extended) throws IOException {
        switch (header[156]) {
            case 'L' -> extended.put("path", text(header(data, size)));
            case 'K' -> extended.put("linkpath", text(header(data, size)));
            case 'x' -> pax(header(data, size), extended);
            case 'g' -> header(data, size);
            default -> {
                return false;
            }
        }
        return true;
    }

    private byte[] header(long data, long size) throws IOException {
        if (size > MAX_HEADER) {
            throw broken("an extended header of " + size + " bytes");
        }
        return read(data, (int) size);
    }

    private void pax(byte[] records, Map<String, String> extended) throws ImageException {
        int at = 0;
        while (at < records.length && records[at] != 0) {
            int space = at;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            long length = decimal(new String(records, at, space - at, StandardCharsets.UTF_8));
            if (length <= space - at || length > records.length - at) {
                throw broken("a pax record of the wrong length");
            }
            String record = new String(records, space + 1, at + (int) length - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) {
                extended.put(record.substring(0, equals), record.substring(equals + 1));
            }
            at += (int) length;
        }
    }

    private TarEntry entry(byte[] header, long data, long size, Map<String, String> extended) throws ImageException {
        String name = extended.getOrDefault("path", name(header));
        TarEntry.Type type = switch (header[156]) {
            case '0', 0, '7' -> name.endsWith("/") ? TarEntry.Type.FOLDER : TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARDLINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '5' -> TarEntry.Type.FOLDER;
            default -> TarEntry.Type.SPECIAL;
        };
        String seconds = extended.getOrDefault("mtime", "");
        int point = seconds.indexOf('.');
        return new TarEntry(
                name,
                type,
                (int) number(header, 100, 8) & 07777,
                identity(extended.get("uid"), number(header, 108, 8)),
                identity(extended.get("gid"), number(header, 116, 8)),
                seconds.isEmpty()
                        ? number(header, 136, 12)
                        : decimal(point < 0 ? seconds : seconds.substring(0, point)),
                extended.getOrDefault("linkpath", string(header, 157, 100)),
                new Content.Slice(channel, data, type == TarEntry.Type.FILE ? size : 0));
    }

    private int identity(@Nullable String extended, long number) throws ImageException {
        long id = extended == null ? number : decimal(extended);
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw broken("an owner's number of " + id);
        }
        return (int) id;
    }

    private static String name(byte[] header) {
        boolean posix = string(header, 257, 6).equals("ustar") && header[262] == 0;
        String prefix = posix ? string(header, 345, 155) : "";
        String name = string(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private byte[] read(long at, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException(path + " ends too early");
            }
        }
        return buffer.array();
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkSum(byte[] header, long at) throws ImageException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw broken("no tar header at byte " + at);
        }
    }

    /** Octal digits, or with the highest bit of the first byte set the bytes of a large number. */
    private long number(byte[] header, int at, int length) throws ImageException {
        if ((header[at] & 0x80) != 0) {
            long value = header[at] & 0x3f;
            for (int i = at + 1; i < at + length; i++) {
                if (value >>> 55 != 0) {
                    throw broken("a number that is too large");
                }
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        String digits = string(header, at, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw broken("'" + digits + "' where an octal number belongs");
        }
    }

    private long decimal(String digits) throws ImageException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw broken("'" + digits + "' where a number belongs");
        }
    }

    private static String string(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return string(bytes, 0, bytes.length);
    }

    private ImageException broken(String what) {
        return new ImageException(path.getFileName() + " is no sound tar archive: " + what);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
