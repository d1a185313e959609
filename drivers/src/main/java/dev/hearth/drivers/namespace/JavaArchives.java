package dev.hearth.drivers.namespace;

import dev.hearth.core.Ports;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.Resources;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's archives of the classes that every Java function loads before its own, one for each Java of this machine.
 * With it a start takes a third of the time. It is made once, a moment after the first function ran without, by a JVM
 * in a sandbox like a function's, because an archive only serves where all paths are the same; it comes out through
 * the sandbox's output.
 */
final class JavaArchives {

    private static final Logger LOG = LoggerFactory.getLogger(JavaArchives.class);

    /** The folder of archives in {@code /var/runtime}. */
    private static final String FOLDER = "cds";
    /** The oldest Java that writes an archive at its exit. */
    private static final int OLDEST = 13;
    /** How long the first function has the machine for itself. */
    private static final Duration DELAY = Duration.ofSeconds(3);
    /** How long making an archive may take; it takes two seconds of one processor. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int MEMORY_MB = 512;
    /** Largest archive that is kept, bytes; Java 25's has 8 MiB. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final int NAME_DIGITS = 24;
    private static final String MADE = "/tmp/runtime.jsa";

    private final Ports ports;
    private final Starter starter;
    private final Map<Interpreter, String> names = new ConcurrentHashMap<>();
    private final Set<String> tried = ConcurrentHashMap.newKeySet();

    /** Starts a command in a sandbox. */
    @FunctionalInterface
    interface Starter {

        Sandbox start(SandboxSpec spec, SandboxListener listener, BootstrapCommand command) throws IOException;
    }

    JavaArchives(Ports ports, Starter starter) {
        this.ports = ports;
        this.starter = starter;
    }

    /** Where the archive for an interpreter is inside; empty, and made for later starts, when there is none. */
    Optional<String> forStart(Interpreter interpreter, Resources.Unpacked guest) {
        if (interpreter.family() != Interpreter.Family.JAVA || interpreter.version() < OLDEST) {
            return Optional.empty();
        }
        String name = names.computeIfAbsent(interpreter, java -> name(java, guest));
        Path archive = guest.runtimes().resolve("java").resolve(FOLDER).resolve(name + ".jsa");
        if (Files.isRegularFile(archive)) {
            return Optional.of("/var/runtime/" + FOLDER + "/" + name + ".jsa");
        }
        if (tried.add(name)) {
            ports.timers()
                    .after(
                            DELAY,
                            () -> ports.tasks()
                                    .start("java-archive-" + name, () -> make(interpreter, guest, name, archive)));
        }
        return Optional.empty();
    }

    /** Another installation, another release in the same place or other libraries: another name. */
    private static String name(Interpreter java, Resources.Unpacked guest) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text = java.executable() + "\n" + guest.javaLibraries() + "\n"
                    + Files.readString(java.prefix().orElseThrow().resolve("release"));
            return HexFormat.of()
                    .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, NAME_DIGITS);
        } catch (IOException gone) {
            return "none";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void make(Interpreter java, Resources.Unpacked guest, String name, Path archive) {
        SandboxSpec spec = new SandboxSpec(
                "java-archive-" + name,
                java.identifier(),
                guest.runtimes().resolve("java-training"),
                List.of(),
                environment(),
                MEMORY_MB,
                MEMORY_MB,
                new SandboxSpec.Network.EndpointOnly(1));
        try {
            Sandbox sandbox = starter.start(spec, new Collector(archive), command(java, guest, spec));
            ports.timers().after(PATIENCE, () -> ports.tasks().start("java-archive-end", sandbox::kill));
        } catch (IOException failed) {
            LOG.debug("no archive of Java's classes for {}: {}", java.executable(), failed.getMessage());
        }
    }

    /** The function serves its own Runtime API at another port than Hearth's. */
    private static Map<String, String> environment() {
        return Map.of(
                "_HANDLER", "Training",
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9003",
                "AWS_LAMBDA_FUNCTION_NAME", "training",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(MEMORY_MB),
                "AWS_LAMBDA_LOG_GROUP_NAME", "training",
                "AWS_LAMBDA_LOG_STREAM_NAME", "training",
                "LAMBDA_TASK_ROOT", "/var/task",
                "LANG", "en_US.UTF-8",
                "PATH", "/usr/bin:/bin");
    }

    private static BootstrapCommand command(Interpreter java, Resources.Unpacked guest, SandboxSpec spec) {
        BootstrapCommand plain = RuntimeDecisions.command(java, guest, Optional.empty(), spec);
        List<String> arguments = new ArrayList<>(List.of("-c", "\"$0\" \"$@\" >/dev/null 2>&1; exec cat " + MADE));
        arguments.addAll(plain.entries());
        arguments.add("-XX:ArchiveClassesAtExit=" + MADE);
        arguments.addAll(plain.arguments());
        return new BootstrapCommand(List.of("/bin/sh"), arguments, plain.runtime(), plain.lang());
    }

    /** Keeps what comes out of the sandbox, and makes a file of it when the sandbox ended well. */
    private static final class Collector implements SandboxListener {

        private final Path archive;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int api = -1;

        Collector(Path archive) {
            this.archive = archive;
        }

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            if (socket instanceof RuntimeApiSocket.ListeningDescriptor(int descriptor)) {
                api = descriptor;
            }
        }

        @Override
        public synchronized void output(ByteBuffer part) {
            byte[] copy = new byte[Math.min(part.remaining(), MAX_BYTES + 1 - bytes.size())];
            part.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public synchronized void ended(SandboxEnd how) {
            Linux.close(api);
            if (how.exitStatus() != 0 || bytes.size() == 0 || bytes.size() > MAX_BYTES) {
                LOG.debug("no archive {}: {}, {} bytes", archive, how, bytes.size());
                return;
            }
            try {
                Resources.makeFolders(archive.getParent());
                Path fresh = Files.write(archive.resolveSibling(archive.getFileName() + ".new"), bytes.toByteArray());
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                LOG.debug("archive of Java's classes: {}", archive);
            } catch (IOException failed) {
                LOG.warn("cannot keep the archive of Java's classes {}: {}", archive, failed.getMessage());
            }
        }
    }
}
