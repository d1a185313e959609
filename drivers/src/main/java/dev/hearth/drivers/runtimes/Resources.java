package dev.hearth.drivers.runtimes;

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
public final class Resources {

    private static final String BASE = "/dev/hearth/guest/";

    private static final int DIGEST_CHARACTERS = 64;

    private Resources() {}

    /**
     * Where they are now.
     *
     * @param binary {@code hearth-sandbox}
     * @param runtimes one folder per family of managed runtimes
     * @param files the files in {@code runtimes}, relative
     */
    public record Unpacked(Path binary, Path runtimes, List<String> files) {

        /** The jars of the Java runtime, as they are called inside a sandbox. */
        public List<String> javaLibraries() {
            return files.stream()
                    .filter(name -> name.startsWith("java/") && name.endsWith(".jar"))
                    .map(name -> "/var/runtime/" + name.substring("java/".length()))
                    .toList();
        }
    }

    public static Unpacked unpack(Path stateDir) throws IOException {
        Path binary = program(stateDir, "hearth-sandbox");
        Path runtimes = stateDir.resolve("runtime");
        List<String> files = names(read("runtime/index"));
        if (!complete(runtimes, files)) {
            for (String name : files) {
                write("runtime/" + name, runtimes.resolve(name), "rw-r--r--");
            }
            write("runtime/index", runtimes.resolve("index"), "rw-r--r--");
        }
        Sdks.in(stateDir.toAbsolutePath().getParent()).show(runtimes);
        return new Unpacked(binary, runtimes, files);
    }

    /** Puts one of the programs that the build compiled into {@code bin} of the folder. */
    public static Path program(Path stateDir, String name) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        Path binary = stateDir.resolve("bin").resolve(name);
        write("native/" + machine + "/" + name, binary, "rwxr-xr-x");
        return binary;
    }

    /** The index is written last and has the digest of every file, so that the same index means the same files. */
    private static boolean complete(Path runtimes, List<String> files) throws IOException {
        Path index = runtimes.resolve("index");
        return Files.isRegularFile(index)
                && Arrays.equals(Files.readAllBytes(index), read("runtime/index"))
                && files.stream().allMatch(name -> Files.isRegularFile(runtimes.resolve(name)));
    }

    /** Lines of a digest, two characters between, a name. */
    private static List<String> names(byte[] index) {
        return new String(index, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(DIGEST_CHARACTERS + 2))
                .toList();
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
    public static void makeFolders(Path folder) throws IOException {
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
