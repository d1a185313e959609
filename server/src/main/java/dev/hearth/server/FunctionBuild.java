package dev.hearth.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes of a function's source folder what is to be packed, as {@code sam build} does: Python's {@code
 * requirements.txt}, Node.js's {@code package.json}, and {@code BuildMethod: makefile}.
 *
 * @param work where copies are made
 * @param say what is told before something that takes long
 */
record FunctionBuild(Path work, Consumer<String> say) {

    private static final int LONGEST_MINUTES = 15;
    private static final int LOG_LINES = 25;
    private static final Set<String> NOT_COPIED = Set.of(".git", ".aws-sam", "cdk.out", "__pycache__");

    /**
     * What to build.
     *
     * @param id of the function or layer in its template
     * @param source folder or file
     * @param runtime such as {@code python3.13}; empty when it says none
     * @param method what its {@code Metadata} says as {@code BuildMethod}; empty for nothing
     * @param layer whether it is a layer
     */
    record Wish(String id, Path source, String runtime, String method, boolean layer) {}

    /** The folder or file to pack. */
    Path build(Wish wish) {
        Path source = wish.source();
        if (!Files.exists(source)) {
            throw new CommandException(wish.id() + ": there is no " + source
                    + ". Paths in a template are relative to the template's own folder.");
        }
        if (!Files.isDirectory(source)) {
            return source;
        }
        if (wish.method().equals("makefile")) {
            return make(wish);
        }
        String kind = wish.layer() ? wish.method() : wish.runtime();
        if (kind.startsWith("python") && hasLines(source.resolve("requirements.txt"))) {
            return python(wish);
        }
        if (kind.startsWith("nodejs") && needsModules(source)) {
            return node(wish);
        }
        boolean java = Files.exists(source.resolve("pom.xml")) || Files.exists(source.resolve("build.gradle"));
        if (kind.startsWith("java") && java) {
            throw new CommandException(wish.id() + ": " + source
                    + " is a project to build. Run its build first, and let" + " CodeUri name the jar that it makes.");
        }
        if (!wish.layer() && !wish.method().isEmpty() && !wish.method().equals(wish.runtime())) {
            throw new CommandException(wish.id() + ": the BuildMethod " + wish.method() + " is not known here. Build it"
                    + " first, and let CodeUri name the folder with the result.");
        }
        return source;
    }

    private static boolean hasLines(Path file) {
        try {
            return Files.exists(file)
                    && Files.readAllLines(file).stream()
                            .anyMatch(line -> !line.isBlank() && !line.strip().startsWith("#"));
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static boolean needsModules(Path source) {
        Path file = source.resolve("package.json");
        if (!Files.exists(file) || Files.exists(source.resolve("node_modules"))) {
            return false;
        }
        try {
            var members = dev.hearth.neighbours.templates.Tree.parseMap(Files.readString(file));
            return members.get("dependencies") instanceof java.util.Map<?, ?> needed && !needed.isEmpty();
        } catch (IOException | dev.hearth.core.FaultException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private Path python(Wish wish) {
        Path copy = copy(wish);
        Path target = wish.layer() ? copy.resolve("python") : copy;
        say.accept(wish.id() + ": installing requirements.txt");
        run(
                wish.id(),
                copy,
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--no-compile",
                        "-r",
                        "requirements.txt",
                        "-t",
                        target.toString()));
        return copy;
    }

    private Path node(Wish wish) {
        Path copy = copy(wish);
        say.accept(wish.id() + ": installing the packages of package.json");
        run(wish.id(), copy, List.of("npm", "install", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"));
        return copy;
    }

    private Path make(Wish wish) {
        Path copy = copy(wish);
        Path result = folder(wish.id() + "-artifacts");
        say.accept(wish.id() + ": make build-" + wish.id());
        run(wish.id(), copy, List.of("make", "build-" + wish.id(), "ARTIFACTS_DIR=" + result));
        return result;
    }

    private Path folder(String name) {
        try {
            return Files.createTempDirectory(work, name + "-");
        } catch (IOException e) {
            throw new CommandException("cannot make a folder in " + work + ": " + e.getMessage());
        }
    }

    private Path copy(Wish wish) {
        Path copy = folder(wish.id());
        try {
            Files.walkFileTree(wish.source(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    if (NOT_COPIED.contains(String.valueOf(folder.getFileName()))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(copy.resolve(wish.source().relativize(folder)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path there = copy.resolve(wish.source().relativize(file));
                    Files.copy(file, there, StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new CommandException("cannot copy " + wish.source() + ": " + e.getMessage());
        }
        return copy;
    }

    private void run(String id, Path folder, List<String> command) {
        try {
            File log = Files.createTempFile(work, "build-", ".log").toFile();
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new CommandException(
                        id + ": '" + String.join(" ", command) + "' took more than " + LONGEST_MINUTES + " minutes.");
            }
            if (process.exitValue() != 0) {
                List<String> lines = Files.readString(log.toPath(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                String end = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
                throw new CommandException(id + ": '" + String.join(" ", command) + "' failed:\n" + end
                        + "\nMend that, or bring what it would" + " install with the code and leave the file away.");
            }
        } catch (IOException e) {
            throw new CommandException(id + ": cannot run " + command.getFirst() + ": " + e.getMessage()
                    + ". Install it, or build by hand.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }
}
