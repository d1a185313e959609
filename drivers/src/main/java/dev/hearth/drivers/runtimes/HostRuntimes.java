package dev.hearth.drivers.runtimes;

import dev.hearth.core.ManagedRuntimes;
import dev.hearth.drivers.runtimes.Interpreter.Family;
import dev.hearth.sandbox.RuntimeChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The interpreters of this machine: those in {@code PATH} and the system folders, and what pyenv, nvm, asdf, mise,
 * uv, fnm and volta installed, and the JDKs that {@link HostJdks} finds. Versions are read from names, paths and
 * headers; only an interpreter that tells nowhere is asked itself. Looked for once, when first needed.
 */
public final class HostRuntimes {

    private static final List<Path> SYSTEM = Stream.of("/usr", "/bin", "/sbin", "/lib", "/nix/store")
            .map(Path::of)
            .toList();
    private static final List<String> PYTHON_HOMES = List.of(
            ".pyenv/versions", ".asdf/installs/python", ".local/share/mise/installs/python", ".local/share/uv/python");
    private static final List<String> NODE_HOMES = List.of(
            ".nvm/versions/node",
            ".asdf/installs/nodejs",
            ".local/share/mise/installs/node",
            ".volta/tools/image/node",
            ".local/share/fnm/node-versions");
    private static final Pattern PYTHON_NAME = Pattern.compile("python3\\.(\\d{1,3})");
    private static final Pattern VERSION_FOLDER = Pattern.compile("/v?(\\d{1,3})\\.\\d+\\.\\d+/");
    private static final Pattern NODE_HEADER = Pattern.compile("#define NODE_MAJOR_VERSION (\\d{1,3})");
    private static final Pattern NODE_ANSWER = Pattern.compile("v(\\d{1,3})\\..*", Pattern.DOTALL);
    /** Lambda's own Python has the AWS SDK; of equal versions one that has it is the better stand-in. */
    private static final Comparator<Interpreter> BOTO3_FIRST =
            Comparator.comparing((Interpreter python) -> !hasBoto3(python));

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    /** How long an interpreter may take to tell its version, seconds. */
    private static final int ANSWER_WAIT_SECONDS = 5;
    /** Longest answer that is read, bytes. */
    private static final int ANSWER_BYTES = 64;

    private final HostPlaces places;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Interpreter> found;

    public HostRuntimes(HostPlaces places) {
        this.places = places;
    }

    public Optional<RuntimeChoice> choice(String identifier) {
        if (identifier.equals("provided") || identifier.startsWith("provided.")) {
            return Optional.of(new RuntimeChoice(identifier, identifier, "the function's own bootstrap"));
        }
        return interpreter(identifier)
                .map(each -> new RuntimeChoice(
                        identifier,
                        RuntimeDecisions.actual(identifier, each),
                        each.executable().toString()));
    }

    public List<RuntimeChoice> choices() {
        return Stream.concat(Stream.of("provided.al2", "provided.al2023"), ManagedRuntimes.IDENTIFIERS.stream())
                .flatMap(identifier -> choice(identifier).stream())
                .toList();
    }

    public Optional<Interpreter> interpreter(String identifier) {
        return RuntimeDecisions.parse(identifier).flatMap(wanted -> RuntimeDecisions.choose(wanted, found()));
    }

    private List<Interpreter> found() {
        lock.lock();
        try {
            if (found == null) {
                found = Stream.of(pythons().sorted(BOTO3_FIRST), nodes(), HostJdks.in(places))
                        .flatMap(each -> each)
                        .distinct()
                        .toList();
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Stream<Interpreter> pythons() {
        return folders(PYTHON_HOMES).flatMap(HostRuntimes::entries).flatMap(file -> {
            Matcher name = PYTHON_NAME.matcher(file.getFileName().toString());
            return name.matches() ? program(Family.PYTHON, Integer.parseInt(name.group(1)), file) : Stream.empty();
        });
    }

    private static boolean hasBoto3(Interpreter python) {
        Path packages = Path.of("lib/python3." + python.version(), "site-packages/boto3");
        Path debian = Path.of("/usr/lib/python3/dist-packages/boto3");
        return python.prefix()
                .map(prefix -> Files.isDirectory(prefix.resolve(packages)))
                .orElseGet(() -> Files.isDirectory(Path.of("/usr").resolve(packages)) || Files.isDirectory(debian));
    }

    private Stream<Interpreter> nodes() {
        return folders(NODE_HOMES)
                .map(folder -> folder.resolve("node"))
                .filter(Files::isExecutable)
                .flatMap(file -> {
                    int version = nodeVersion(file);
                    return version > 0 ? program(Family.NODEJS, version, file) : Stream.empty();
                });
    }

    /** The folders with programs, in order of preference. */
    private Stream<Path> folders(List<String> homes) {
        Set<Path> folders = new LinkedHashSet<>(places.searchPath());
        folders.add(Path.of("/usr/local/bin"));
        folders.add(Path.of("/usr/bin"));
        for (String home : homes) {
            entries(places.home().resolve(home)).forEach(version -> {
                folders.add(version.resolve("bin"));
                folders.add(version.resolve("installation/bin"));
            });
        }
        return folders.stream().filter(Files::isDirectory);
    }

    /** Scripts that only stand for an interpreter (pyenv's shims) are no programs. */
    private static Stream<Interpreter> program(Family family, int version, Path file) {
        try {
            Path real = file.toRealPath();
            if (!Files.isExecutable(real) || !isElf(real)) {
                return Stream.empty();
            }
            if (SYSTEM.stream().anyMatch(real::startsWith)) {
                return Stream.of(new Interpreter(family, version, real, Optional.empty()));
            }
            Path prefix = real.getParent().getParent();
            Path landmark = switch (family) {
                case PYTHON -> Path.of("lib/python3." + version);
                case NODEJS -> Path.of("lib/node_modules");
                case JAVA -> Path.of("release");
            };
            // Only a real installation is shown inside, never a folder that happens to hold a program.
            return prefix != null && Files.isDirectory(prefix.resolve(landmark))
                    ? Stream.of(new Interpreter(family, version, real, Optional.of(prefix)))
                    : Stream.empty();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private static boolean isElf(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(stream.readNBytes(ELF.length), ELF);
        }
    }

    private static int nodeVersion(Path node) {
        try {
            Path real = node.toRealPath();
            if (!isElf(real)) {
                return 0;
            }
            Path header = real.resolveSibling("../include/node/node_version.h").normalize();
            if (Files.isReadable(header)) {
                return number(NODE_HEADER.matcher(Files.readString(header)));
            }
            int named = number(VERSION_FOLDER.matcher(real.toString()));
            return named > 0 ? named : number(NODE_ANSWER.matcher(ask(real)));
        } catch (IOException unreadable) {
            return 0;
        }
    }

    private static int number(Matcher matcher) {
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String ask(Path node) throws IOException {
        Process process = new ProcessBuilder(node.toString(), "--version").start();
        try {
            String answer = new String(process.getInputStream().readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8);
            process.waitFor(ANSWER_WAIT_SECONDS, TimeUnit.SECONDS);
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            process.destroyForcibly();
        }
    }

    public static Stream<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.sorted().toList()).stream();
        } catch (IOException absent) {
            return Stream.empty();
        }
    }
}
