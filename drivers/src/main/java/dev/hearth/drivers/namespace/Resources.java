package dev.hearth.drivers.namespace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/** The files that module guest carries, put where processes can be started from them. */
final class Resources {

    private static final String BASE = "/dev/hearth/guest/";

    private Resources() {}

    /**
     * Where they are now.
     *
     * @param binary {@code hearth-sandbox}
     * @param runtimes one folder per family of managed runtimes
     */
    record Unpacked(Path binary, Path runtimes) {}

    static Unpacked unpack(Path stateDir) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        Path binary = stateDir.resolve("bin/hearth-sandbox");
        write("native/" + machine + "/hearth-sandbox", binary, "rwxr-xr-x");
        Path runtimes = stateDir.resolve("runtime");
        for (String name : index()) {
            write("runtime/" + name, runtimes.resolve(name), "rw-r--r--");
        }
        return new Unpacked(binary, runtimes);
    }

    private static List<String> index() throws IOException {
        String names = new String(read("runtime/index"), StandardCharsets.UTF_8);
        return Arrays.stream(names.split("\n")).filter(name -> !name.isBlank()).toList();
    }

    /** Replaces the file when it differs, in one step, because an older Hearth may be running from it. */
    private static void write(String resource, Path file, String permissions) throws IOException {
        byte[] wanted = read(resource);
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), wanted)) {
            return;
        }
        makeFolders(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, wanted);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Folders that a function's user can look into, whatever the umask. */
    private static void makeFolders(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            makeFolders(folder.getParent());
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream stream = Resources.class.getResourceAsStream(BASE + resource)) {
            if (stream == null) {
                throw new IOException("this build lacks " + resource);
            }
            return stream.readAllBytes();
        }
    }
}
