package dev.hearth.drivers.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a tar archive: ustar, with pax headers where its fields are too short. */
final class TarWriter {

    private static final int BLOCK = 512;
    private static final long MAX_OCTAL_ID = 07777777;
    private static final long MAX_OCTAL_SIZE = 077777777777L;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void write(TarEntry entry) throws IOException {
        boolean folder = entry.type() == TarEntry.Type.FOLDER;
        byte[] name = (folder ? entry.name() + "/" : entry.name()).getBytes(StandardCharsets.UTF_8);
        byte[] link = entry.link().getBytes(StandardCharsets.UTF_8);
        long size = entry.content().size();
        extend(name, link, size, entry);
        char type = switch (entry.type()) {
            case FILE -> '0';
            case HARDLINK -> '1';
            case SYMLINK -> '2';
            case FOLDER -> '5';
            case SPECIAL -> throw new IllegalArgumentException("a special file");
        };
        header(name, type, entry.mode(), entry.user(), entry.group(), size, entry.modified(), link);
        entry.content().copyTo(out);
        pad(size);
    }

    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private void extend(byte[] name, byte[] link, long size, TarEntry entry) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (name.length > 100) {
            record(records, "path", name);
        }
        if (link.length > 100) {
            record(records, "linkpath", link);
        }
        if (size > MAX_OCTAL_SIZE) {
            record(records, "size", Long.toString(size).getBytes(StandardCharsets.UTF_8));
        }
        if (entry.user() > MAX_OCTAL_ID) {
            record(records, "uid", Integer.toString(entry.user()).getBytes(StandardCharsets.UTF_8));
        }
        if (entry.group() > MAX_OCTAL_ID) {
            record(records, "gid", Integer.toString(entry.group()).getBytes(StandardCharsets.UTF_8));
        }
        if (records.size() > 0) {
            byte[] none = {};
            header("pax".getBytes(StandardCharsets.UTF_8), 'x', 0644, 0, 0, records.size(), 0, none);
            records.writeTo(out);
            pad(records.size());
        }
    }

    /** A record tells its own length, whose digits count as well. */
    private static void record(ByteArrayOutputStream records, String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        records.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
        records.writeBytes(value);
        records.write('\n');
    }

    private void header(byte[] name, char type, int mode, long user, long group, long size, long modified, byte[] link)
            throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, 100, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, Math.min(user, MAX_OCTAL_ID));
        octal(header, 116, 8, Math.min(group, MAX_OCTAL_ID));
        octal(header, 124, 12, Math.min(size, MAX_OCTAL_SIZE));
        octal(header, 136, 12, Math.clamp(modified, 0, MAX_OCTAL_SIZE));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        put(header, 157, 100, link);
        put(header, 257, 8, new byte[] {'u', 's', 't', 'a', 'r', 0, '0', '0'});
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        octal(header, 148, 7, sum);
        out.write(header);
    }

    private static void put(byte[] header, int at, int length, byte[] value) {
        System.arraycopy(value, 0, header, at, Math.min(length, value.length));
    }

    private static void octal(byte[] header, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        String field = "0".repeat(Math.max(0, length - 1 - digits.length())) + digits;
        put(header, at, length - 1, field.getBytes(StandardCharsets.UTF_8));
        header[at + length - 1] = 0;
    }

    private void pad(long size) throws IOException {
        int rest = (int) (size % BLOCK);
        if (rest > 0) {
            out.write(new byte[BLOCK - rest]);
        }
    }
}
