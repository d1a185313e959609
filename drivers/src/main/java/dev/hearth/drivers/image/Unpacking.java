package dev.hearth.drivers.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** Unpacks a file whose first bytes say how it is packed: gzip, xz, zstd, LZ4, or not at all. */
final class Unpacking {

    private static final int MAGIC_BYTES = 6;

    private Unpacking() {}

    /** Writes what {@code packed} holds to {@code plain}. */
    static void of(Path packed, Path plain) throws IOException {
        String form = form(packed);
        if (form.startsWith("1f8b")) {
            try (InputStream stream = new GZIPInputStream(Files.newInputStream(packed))) {
                Files.copy(stream, plain, StandardCopyOption.REPLACE_EXISTING);
            }
        } else if (form.equals("fd377a585a00")) {
            new Command(Tool.XZ, "-dc").filter(packed, plain);
        } else if (form.startsWith("28b52ffd")) {
            new Command(Tool.ZSTD, "-dc").filter(packed, plain);
        } else if (form.startsWith("02214c18") || form.startsWith("04224d18")) {
            new Command(Tool.LZ4, "-dc").filter(packed, plain);
        } else {
            Files.copy(packed, plain, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whether its first bytes are those of gzip, whose end needs no length. */
    static boolean isGzip(Path file) throws IOException {
        return form(file).startsWith("1f8b");
    }

    private static String form(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(stream.readNBytes(MAGIC_BYTES));
        }
    }
}
