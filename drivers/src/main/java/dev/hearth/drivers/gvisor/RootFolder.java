package dev.hearth.drivers.gvisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The root of every cell, made once: links and empty folders for what is shown of the host, and copies of the little
 * that programs need of {@code /etc}. No keys, no users of the host.
 */
final class RootFolder {

    /** Whole system folders; those that are links on the host (merged /usr) become the same links. */
    private static final List<String> SYSTEM =
            List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "nix/store");

    private static final List<String> CONFIGURATION = List.of(
            "etc/alternatives",
            "etc/ca-certificates/extracted",
            "etc/crypto-policies",
            "etc/ld.so.cache",
            "etc/localtime",
            "etc/mime.types",
            "etc/os-release",
            "etc/pki/ca-trust/extracted",
            "etc/pki/tls/cert.pem",
            "etc/pki/tls/certs",
            "etc/pki/tls/openssl.cnf",
            "etc/protocols",
            "etc/services",
            "etc/ssl/cert.pem",
            "etc/ssl/certs",
            "etc/ssl/openssl.cnf");
    private static final List<String> FOLDERS = List.of(
            "proc", "sys", "dev", "tmp", "run/hearth", "var/task", "var/runtime", "var/lang", "opt", "etc", "root");
    private static final Map<String, String> WRITTEN = Map.of(
            "etc/passwd",
            "root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:993:990::/tmp:/sbin/nologin\n"
                    + "nobody:x:65534:65534::/:/sbin/nologin\n",
            "etc/group",
            "root:x:0:\nsbx_user1051:x:990:\nnogroup:x:65534:\n",
            "etc/hosts",
            "127.0.0.1 localhost sandbox sandbox.localdomain\n::1 localhost6\n",
            "etc/hostname",
            "sandbox\n",
            "etc/resolv.conf",
            "# no name server is reachable from here\n",
            "etc/nsswitch.conf",
            "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n");

    private RootFolder() {}

    /** Makes it anew in {@code root}; what is to be shown of the host is returned. */
    static List<Bundle.Bind> make(Path root, Path init) throws IOException {
        LeftOvers.removeTree(root);
        for (String folder : FOLDERS) {
            Files.createDirectories(root.resolve(folder));
        }
        List<Bundle.Bind> binds = new ArrayList<>();
        for (String name : SYSTEM) {
            show(root, name, binds);
        }
        for (String name : CONFIGURATION) {
            copy(Path.of("/", name), root.resolve(name));
        }
        copyJavaConfiguration(root);
        for (Map.Entry<String, String> file : WRITTEN.entrySet()) {
            Files.writeString(root.resolve(file.getKey()), file.getValue());
        }
        // As in the namespace sandbox: what the runtime brings, for import as well as require.
        Files.createSymbolicLink(root.resolve("node_modules"), Path.of("var/runtime/node_modules"));
        Path inside = root.resolve(Bundle.INIT.substring(1));
        Files.copy(init, inside);
        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("r-xr-xr-x"));
        openToAll(root);
        return binds;
    }

    private static void show(Path root, String name, List<Bundle.Bind> binds) throws IOException {
        Path host = Path.of("/", name);
        Path inside = root.resolve(name);
        if (Files.isSymbolicLink(host)) {
            Files.createSymbolicLink(inside, Files.readSymbolicLink(host));
        } else if (Files.isDirectory(host)) {
            Files.createDirectories(inside);
            binds.add(new Bundle.Bind(host, "/" + name, false));
        }
    }

    private static void copy(Path host, Path inside) throws IOException {
        if (!Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.createDirectories(inside.getParent());
        try (Stream<Path> all = Files.walk(host)) {
            for (Path each : all.toList()) {
                Path target = inside.resolve(host.relativize(each).toString());
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else if (Files.isReadable(each) || Files.isSymbolicLink(each)) {
                    Files.copy(each, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Where distributions keep what a JVM reads at its start: /etc/java-17-openjdk, /etc/java. */
    private static void copyJavaConfiguration(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/etc"))) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith("java")) {
                    copy(entry, root.resolve("etc").resolve(entry.getFileName()));
                }
            }
        }
    }

    private static void openToAll(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.toList()) {
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) && !each.endsWith("hearth-cell")) {
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }
}
