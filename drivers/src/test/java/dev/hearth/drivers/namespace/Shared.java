package dev.hearth.drivers.namespace;

import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxSpec.Network;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs a function once and prints its output; also a program, so that a test can do it as another user. */
final class Shared {

    /** A user that exists nowhere, without any privilege. */
    private static final String ORDINARY_USER = "65533";

    private Shared() {}

    static String run(Path state, Path task, Map<String, String> environment) throws SandboxException {
        try (NamespaceDriver driver =
                NamespaceDriver.create(NamespaceOptions.ofThisProcess(state), Functions.ports())) {
            Recorder recorder = new Recorder();
            driver.start(
                    Functions.spec("provided.al2023", task, 256, 512, new Network.EndpointOnly(4566), environment),
                    recorder);
            recorder.awaitEnd();
            return recorder.output();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path state = Files.createTempDirectory("hearth-ordinary");
        try {
            if (arguments.length == 0) {
                try (NamespaceDriver driver =
                        NamespaceDriver.create(NamespaceOptions.ofThisProcess(state), Functions.ports())) {
                    System.out.println(driver.probe());
                }
            } else {
                System.out.print(run(state, Path.of(arguments[0]), System.getenv()));
            }
        } finally {
            delete(state);
        }
    }

    /** Starts this program as a user without privilege; skips the test when the tests do not run as root. */
    static Process asOrdinaryUser(Path folder, List<String> arguments, Map<String, String> environment)
            throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root to become another");
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                ORDINARY_USER,
                "--regid",
                ORDINARY_USER,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=/tmp",
                "-cp",
                readableClassPath(folder.resolve("classes")),
                Shared.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("/")).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Copies of what that program needs, because another user may not be allowed to read the originals. */
    private static String readableClassPath(Path to) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            String name = from.getFileName().toString();
            // Modules are folders in a build up to the tests, and jars in one that packages them.
            boolean module = Files.isDirectory(from) || name.startsWith("hearth-");
            if (module || name.startsWith("slf4j-api") || name.startsWith("jspecify")) {
                Path copy = to.resolve(Integer.toString(copies.size())).resolve(from.getFileName());
                copyAll(from, copy);
                copies.add(copy.toString());
            }
        }
        openToAll(to);
        return String.join(File.pathSeparator, copies);
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (Files.notExists(copy)) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** Lets everybody read the folder and what is in it. */
    static void openToAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> !Files.isSymbolicLink(each)).toList()) {
                boolean run = Files.isDirectory(file) || Files.isExecutable(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(run ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
