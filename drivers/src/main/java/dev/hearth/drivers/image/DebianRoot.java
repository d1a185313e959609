package dev.hearth.drivers.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A root file system of unpacked Debian packages. Their maintainer scripts do not run; the few things that these would
 * have made and that a function needs are made here, the same way each time.
 */
final class DebianRoot {

    /** Beside a runtime: a shell with the usual tools and what programs expect of a system, as on Lambda. */
    static final List<String> BASE = List.of(
            "base-files",
            "bash",
            "ca-certificates",
            "coreutils",
            "curl",
            "dash",
            "findutils",
            "grep",
            "gzip",
            "libc-bin",
            "libgcc-s1",
            "libstdc++6",
            "mawk",
            "media-types",
            "netbase",
            "sed",
            "tar",
            "tzdata",
            "zlib1g");

    /** Come along as dependencies of package management, which an image has no use for. */
    private static final Set<String> LEFT_OUT = Set.of(
            "adduser",
            "ca-certificates-java",
            "cdebconf",
            "debconf",
            "debianutils",
            "dpkg",
            "java-common",
            "openssl",
            "passwd",
            "perl-base");

    /** Where the merged system folders are. */
    private static final List<String> MERGED = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    private static final Pattern UNWANTED =
            Pattern.compile("(usr/share/(man|info|locale|lintian|bash-completion|doc-base"
                    + "|zsh|fish|bug|menu|applications|pixmaps|gcc|gdb|perl5|debconf)"
                    + "|usr/share/doc/[^/]+/(?!copyright$).*|usr/lib/[^/]+/perl-base|usr/lib/valgrind"
                    + "|usr/lib/python3[^/]*/(test|idlelib|tkinter|turtledemo|lib2to3/tests|ensurepip)"
                    + "|var/cache/.*|var/log/.*|var/lib/(apt|dpkg|pam|systemd)"
                    + "|etc/(apt|cron\\..*|logrotate.d|machine-id|dpkg"
                    + "|init.d|skel|pam.*|kernel|update-motd.d|motd|issue.*|debian_version.dpkg.*)"
                    + "|boot|media|mnt|srv|root/\\..*"
                    + "|usr/(games|local/games|src|include)|dev/.*|run/.*|proc/.*|sys/.*|tmp/.*)");

    private static final Pattern PYTHON = Pattern.compile("python3\\.[0-9]+");
    private static final String MOZILLA = "usr/share/ca-certificates/mozilla";
    private static final int MAX_CERTIFICATE_BYTES = 64 * 1024;

    private DebianRoot() {}

    /** Whether an archive of this package is not unpacked. */
    static boolean leftOut(String packageName) {
        return LEFT_OUT.contains(packageName);
    }

    /** An empty root with merged system folders. */
    static FileTree empty() throws ImageException {
        FileTree tree = new FileTree(FileTree.FolderOverLink.KEEPS_LINK);
        for (String name : MERGED) {
            tree.ensureFolder("usr/" + name, 0755);
            tree.putLink(name, "usr/" + name);
        }
        tree.nextLayer();
        return tree;
    }

    /** Removes what nobody reads and adds what scripts would have made. */
    static void finish(FileTree tree, Map<String, String> versions) throws IOException {
        BiPredicate<String, Boolean> unwanted =
                (path, folder) -> UNWANTED.matcher(path).matches();
        tree.removeIf(unwanted);
        tree.putFile("etc/passwd", Content.Bytes.of("""
                root:x:0:0:root:/root:/sbin/nologin
                sbx_user1051:x:993:990::/tmp:/sbin/nologin
                nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
                """));
        tree.putFile("etc/group", Content.Bytes.of("root:x:0:\nsbx_user1051:x:990:\nnogroup:x:65534:\n"));
        tree.putFile("etc/nsswitch.conf", Content.Bytes.of("""
                passwd: files
                group: files
                hosts: files dns
                services: files
                protocols: files
                """));
        tree.putFile("var/lib/dpkg/status", Content.Bytes.of(status(versions)));
        link(tree, "awk", "mawk"::equals);
        // What the first line of a function's scripts and extensions asks for.
        link(tree, "python3", PYTHON.asMatchPredicate());
        certificates(tree);
        RootLayout.complete(tree);
        tree.putLink(
                "node_modules", "var/runtime/node_modules"); // what the runtime brings, for import as well as require
    }

    /** Gives the program that fits the name that everybody uses; of several the last by name. */
    private static void link(FileTree tree, String name, Predicate<String> fits) throws ImageException {
        List<String> programs = tree.names("usr/bin");
        Optional<String> program = programs.stream().filter(fits).max(Comparator.naturalOrder());
        if (!programs.contains(name) && program.isPresent()) {
            tree.putLink("usr/bin/" + name, program.get());
        }
    }

    /** What is in the image, in the form in which scanners for known weaknesses read it. */
    private static String status(Map<String, String> versions) {
        StringBuilder text = new StringBuilder();
        versions.forEach((name, version) -> text.append("Package: ")
                .append(name)
                .append("\nStatus: install ok installed\nVersion: ")
                .append(version)
                .append("\n\n"));
        return text.toString();
    }

    private static void certificates(FileTree tree) throws IOException {
        List<String> names = tree.names(MOZILLA);
        if (names.isEmpty()) {
            return;
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (String name : names) {
            bundle.write(tree.file(MOZILLA + "/" + name).orElseThrow().bytes(MAX_CERTIFICATE_BYTES));
        }
        byte[] bytes = bundle.toByteArray();
        tree.putFile("etc/ssl/certs/ca-certificates.crt", new Content.Bytes(bytes));
        tree.remove("usr/lib/ssl/cert.pem");
        tree.putLink("usr/lib/ssl/cert.pem", "/etc/ssl/certs/ca-certificates.crt");
        if (!tree.names("usr/lib/jvm").isEmpty()) {
            tree.putFile("etc/ssl/certs/java/cacerts", new Content.Bytes(JavaKeyStore.of(bytes)));
        }
    }
}
