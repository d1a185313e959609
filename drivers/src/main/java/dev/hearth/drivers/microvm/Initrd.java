package dev.hearth.drivers.microvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/** The initial RAM disk: a kernel's archive of modules, and after it an archive with the init. */
public final class Initrd {

    private static final int ALIGNMENT = 4;
    private static final int NAME_DIGITS = 8;
    private static final int REGULAR_EXECUTABLE = 0100755;

    private Initrd() {}

    /** The initial RAM disk for {@code kernel} with {@code init}, in {@code folder}; made when it is not there. */
    public static Path of(GuestKernel kernel, Path init, Path folder) throws IOException {
        Path file = folder.resolve("initrd-" + kernel.digest().substring(0, NAME_DIGITS));
        boolean fresh =
                Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(init)) > 0;
        if (!fresh) {
            write(kernel.initrd(), init, file);
        }
        return file;
    }

    /** Writes the two archives one after the other. */
    private static void write(Optional<Path> modules, Path init, Path target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (modules.isPresent()) {
            bytes.writeBytes(Files.readAllBytes(modules.get()));
            pad(bytes);
        }
        entry(bytes, "init", REGULAR_EXECUTABLE, Files.readAllBytes(init));
        entry(bytes, "TRAILER!!!", 0, new byte[0]);
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.write(fresh, bytes.toByteArray());
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** One file in the form "newc" of cpio. */
    private static void entry(ByteArrayOutputStream out, String name, int mode, byte[] contents) {
        int[] fields = {1, mode, 0, 0, 1, 0, contents.length, 0, 0, 0, 0, name.length() + 1, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08X", field));
        }
        out.writeBytes(header.append(name).append('\0').toString().getBytes(StandardCharsets.US_ASCII));
        pad(out);
        out.writeBytes(contents);
        pad(out);
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }
}
