package dev.hearth.drivers.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A cpio archive of the form {@code newc}, as the kernel unpacks it; uncompressed, because that starts quickest. */
final class Cpio {

    private static final int FOLDER = 040755;
    private static final int FILE = 0100644;
    private static final byte[] NOTHING = {};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int inode = 1;

    Cpio folder(String name) {
        return entry(name, FOLDER, NOTHING);
    }

    Cpio file(String name, byte[] content) {
        return entry(name, FILE, content);
    }

    byte[] finish() {
        inode = 0;
        entry("TRAILER!!!", 0, NOTHING);
        // Another archive may follow; the kernel looks for it at a multiple of four.
        return bytes.toByteArray();
    }

    private Cpio entry(String name, int mode, byte[] content) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int links = (mode & 0170000) == 040000 ? 2 : 1;
        bytes.writeBytes("070701".getBytes(StandardCharsets.UTF_8));
        int[] fields = {inode++, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, text.length, 0};
        for (int field : fields) {
            bytes.writeBytes(String.format(Locale.ROOT, "%08X", field).getBytes(StandardCharsets.UTF_8));
        }
        bytes.writeBytes(text);
        align();
        bytes.writeBytes(content);
        align();
        return this;
    }

    private void align() {
        while (bytes.size() % 4 != 0) {
            bytes.write(0);
        }
    }
}
