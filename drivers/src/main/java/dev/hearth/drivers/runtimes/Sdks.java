package dev.hearth.drivers.runtimes;

import dev.hearth.drivers.runtimes.Interpreter.Family;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The AWS SDKs that functions find beside their runtimes, as on Lambda: boto3 for Python, the clients of the SDK for
 * JavaScript v3 for Node.js. pip and npm put them into one folder of the data folder; each driver shows them in its
 * runtimes from its next start on.
 */
public final class Sdks {

    /** What Lambda's Python runtimes bring (Lambda developer guide, "Runtime-included SDK versions"). */
    public static final List<String> PYTHON = List.of("boto3");

    /** Of what Lambda's Node.js runtimes bring, the clients of what Hearth serves, and what is used with them. */
    public static final List<String> NODEJS = Stream.of(
                    "client-api-gateway",
                    "client-apigatewaymanagementapi",
                    "client-apigatewayv2",
                    "client-cloudformation",
                    "client-cloudwatch-logs",
                    "client-dynamodb",
                    "client-eventbridge",
                    "client-iam",
                    "client-lambda",
                    "client-s3",
                    "client-scheduler",
                    "client-sfn",
                    "client-sns",
                    "client-sqs",
                    "client-ssm",
                    "client-sts",
                    "lib-dynamodb",
                    "lib-storage",
                    "s3-request-presigner",
                    "util-dynamodb")
            .map(name -> "@aws-sdk/" + name)
            .toList();

    private static final String NODE_MODULES = "node_modules";
    /** Where each family's modules are, in its folder of runtimes; Python's bootstrap and NODE_PATH name them. */
    private static final String PYTHON_MODULES = "sdk";
    /** Written last: tells one installation from the next. */
    private static final String STAMP = ".hearth-sdk";

    private final Path folder;

    private Sdks(Path folder) {
        this.folder = folder;
    }

    /** Those of a folder for what can be made again, whose sub-folders the drivers have. */
    public static Sdks in(Path cache) {
        return new Sdks(cache.resolve("sdk"));
    }

    /** Runs {@code command}, which shows its own progress, in {@code folder}. */
    public interface Runner {

        /** @throws IOException when it fails; the message says what to do */
        void run(List<String> command, Path folder) throws IOException;
    }

    /**
     * Fetches boto3, or {@code packages}, by the pip of the first of {@code pythons} that has one, in the place of what
     * was there.
     *
     * @throws IOException when no Python has pip, or it fails
     */
    public void installPython(List<Path> pythons, List<String> packages, Runner runner) throws IOException {
        Path python = pythons.stream()
                .filter(Sdks::hasPip)
                .findFirst()
                .orElseThrow(() ->
                        new IOException("no Python here has pip: install it (Debian: apt-get install python3-pip)"));
        replace("python", fresh -> {
            List<String> command = new ArrayList<>(List.of(
                    python.toString(),
                    "-m",
                    "pip",
                    "install",
                    "--target",
                    fresh.toString(),
                    "--only-binary",
                    ":all:",
                    "--disable-pip-version-check",
                    "--no-input"));
            command.addAll(packages.isEmpty() ? PYTHON : packages);
            runner.run(command, fresh);
        });
    }

    private static boolean hasPip(Path python) {
        try {
            Process asked = new ProcessBuilder(python.toString(), "-m", "pip", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor() == 0;
        } catch (IOException cannotRun) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Fetches {@link #NODEJS}, or {@code packages}, by npm, in the place of what was there.
     *
     * @throws IOException when there is no npm, or it fails
     */
    public void installNodejs(List<String> packages, Runner runner) throws IOException {
        replace("nodejs", fresh -> {
            List<String> command = new ArrayList<>(List.of(
                    "npm",
                    "install",
                    "--prefix",
                    fresh.toString(),
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--install-links"));
            command.addAll(packages.isEmpty() ? NODEJS : packages);
            runner.run(command, fresh);
        });
    }

    private interface Filling {
        void fill(Path fresh) throws IOException;
    }

    private void replace(String family, Filling filling) throws IOException {
        Path there = folder.resolve(family);
        Path fresh = folder.resolve(family + ".new");
        Resources.makeFolders(folder);
        removeTree(fresh);
        Files.createDirectory(fresh);
        try {
            filling.fill(fresh);
            openToAll(fresh);
            Files.writeString(
                    fresh.resolve(STAMP), Files.getLastModifiedTime(fresh).toString());
        } catch (IOException failed) {
            removeTree(fresh);
            throw failed;
        }
        removeTree(there);
        Files.move(fresh, there);
    }

    /** Functions run as another user. */
    private static void openToAll(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.filter(each -> !Files.isSymbolicLink(each)).toList()) {
                String rights = Files.isDirectory(each) || Files.isExecutable(each) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(rights));
            }
        }
    }

    /** Takes away what {@code family} has; false when there was nothing. */
    public boolean remove(Family family) throws IOException {
        Path there = folder.resolve(name(family));
        boolean any = Files.isDirectory(there);
        removeTree(there);
        return any;
    }

    /** Names of the packages that are there, in order. */
    public List<String> installed(Family family) {
        Path there = folder.resolve(name(family));
        if (family == Family.NODEJS) {
            return HostRuntimes.entries(there.resolve(NODE_MODULES).resolve("@aws-sdk"))
                    .map(each -> "@aws-sdk/" + each.getFileName())
                    .filter(NODEJS::contains)
                    .toList();
        }
        return HostRuntimes.entries(there)
                .map(each -> each.getFileName().toString())
                .filter(each -> each.endsWith(".dist-info"))
                .map(each ->
                        each.substring(0, each.length() - ".dist-info".length()).replace('-', ' '))
                .toList();
    }

    /** Shows them in {@code runtimes}, a driver's folder on the same file system, when they are not there already. */
    void show(Path runtimes) throws IOException {
        link(folder.resolve("python"), runtimes.resolve("python").resolve(PYTHON_MODULES));
        link(
                folder.resolve("nodejs").resolve(NODE_MODULES),
                runtimes.resolve("nodejs").resolve(NODE_MODULES));
    }

    private void link(Path from, Path to) throws IOException {
        Optional<String> wanted = stamp(from).or(() -> stamp(from.getParent()));
        if (wanted.equals(stamp(to))) {
            return;
        }
        Path fresh = to.resolveSibling(to.getFileName() + ".new");
        removeTree(fresh);
        if (wanted.isPresent() && Files.isDirectory(from)) {
            linkTree(from, fresh);
            Files.deleteIfExists(fresh.resolve(STAMP));
            Files.writeString(fresh.resolve(STAMP), wanted.get());
        }
        removeTree(to);
        if (Files.exists(fresh)) {
            Files.move(fresh, to);
        }
    }

    private static Optional<String> stamp(Path tree) {
        try {
            return Optional.of(Files.readString(tree.resolve(STAMP)));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static void linkTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Path made = to.resolve(from.relativize(each));
                Files.createDirectory(made);
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                Path made = to.resolve(from.relativize(each));
                if (attributes.isSymbolicLink()) {
                    Files.createSymbolicLink(made, Files.readSymbolicLink(each));
                } else {
                    linkOrCopy(each, made);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileSystemException | UnsupportedOperationException notThere) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static String name(Family family) {
        return family == Family.NODEJS ? "nodejs" : "python";
    }

    private static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
