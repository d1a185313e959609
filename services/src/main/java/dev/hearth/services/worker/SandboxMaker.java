package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.core.FunctionImage;
import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSnapshots;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sandbox of an environment: code, variables, driver. Blocks: used on tasks. */
final class SandboxMaker {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxMaker.class);

    /** A sandbox that runs; {@code restored} when it woke from a snapshot, as its function asked for. */
    record Made(Sandbox sandbox, boolean restored) {}

    /** The code holds nothing to start; the message is Lambda's. */
    static final class InvalidEntrypoint extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidEntrypoint(String message) {
            super(message);
        }
    }

    /** There is no sandbox, and the caller is told why. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        Refusal(Fault fault, @Nullable Throwable cause) {
            super(fault.message(), cause);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    private final WorkerOptions options;
    private final SandboxDriver driver;
    private final CodeCache code;
    private final SnapshotPolicy policy;
    private final SnapshotTemplates templates;

    SandboxMaker(
            WorkerOptions options,
            SandboxDriver driver,
            CodeCache code,
            SnapshotPolicy policy,
            SnapshotTemplates templates) {
        this.policy = policy;
        this.templates = templates;
        this.options = options;
        this.driver = driver;
        this.code = code;
    }

    Made make(
            EnvironmentSpec spec,
            String sandboxId,
            String logStream,
            EnvironmentLog log,
            SandboxListener listener,
            Consumer<List<String>> found,
            Consumer<Boolean> fromSnapshot)
            throws InvalidEntrypoint, Refusal {
        SandboxSpec sandbox = describe(spec, sandboxId, logStream, log, found);
        try {
            return start(spec, sandbox, listener, fromSnapshot);
        } catch (SandboxException e) {
            LOG.error("sandbox {} of {} could not be made", sandbox.id(), spec.functionArn(), e);
            throw new Refusal(new Fault(Fault.Kind.INTERNAL, "No sandbox: " + e.getMessage()), e);
        }
    }

    /** What the driver is told of the sandbox. */
    SandboxSpec describe(
            EnvironmentSpec spec, String sandboxId, String logStream, EnvironmentLog log, Consumer<List<String>> found)
            throws InvalidEntrypoint, Refusal {
        Optional<Wall> wall = wall(spec, log);
        if (spec.image().isPresent()) {
            SandboxSpec container = containerSpec(spec, spec.image().get(), sandboxId, logStream)
                    .behind(wall);
            found.accept(container.extensions());
            return container;
        }
        Path taskRoot = unpacked(spec, spec.codeDigest());
        List<Path> layers = new ArrayList<>();
        for (String digest : spec.layerDigests()) {
            layers.add(unpacked(spec, digest));
        }
        List<String> extensions = ExtensionFiles.of(layers);
        found.accept(extensions);
        checkRuntime(spec, log);
        if (spec.runtime().startsWith("provided")) {
            checkEntrypoint(taskRoot, layers);
        }
        return new SandboxSpec(
                sandboxId,
                spec.runtime(),
                taskRoot,
                layers,
                EnvironmentVariables.of(spec, options, logStream),
                spec.memoryMb(),
                spec.ephemeralStorageMb(),
                extensions,
                options.network(),
                Optional.empty(),
                wall);
    }

    /** Closed to all when nobody knows what is open: then there is no sandbox. */
    private Optional<Wall> wall(EnvironmentSpec spec, EnvironmentLog log) throws Refusal {
        if (!spec.securityGroups().isEmpty() && !driver.walls(options.network())) {
            log.write("HEARTH The sandbox " + driver.name() + " has no network of its own here: the security groups of "
                    + spec.functionName() + " filter nothing");
        }
        try {
            return spec.securityGroups().isEmpty()
                    ? Optional.empty()
                    : Optional.of(options.groups().wall(spec.securityGroups()));
        } catch (IOException e) {
            LOG.error("the security groups {} of {} cannot be read", spec.securityGroups(), spec.functionArn(), e);
            throw new Refusal(new Fault(Fault.Kind.INTERNAL, "The function's security groups cannot be read."), e);
        }
    }

    /** The function's words come before the image's; a new entry point makes the image's arguments meaningless. */
    private SandboxSpec containerSpec(EnvironmentSpec spec, FunctionImage wanted, String sandboxId, String logStream)
            throws InvalidEntrypoint, Refusal {
        CodeCache.Image image;
        try {
            image = code.image(wanted.digest());
        } catch (IOException e) {
            LOG.error("image {} of {} cannot be read", wanted.resolvedUri(), spec.functionArn(), e);
            throw new Refusal(
                    new Fault(Fault.Kind.INTERNAL, "The function's image cannot be read: " + e.getMessage()), e);
        }
        List<String> command =
                new ArrayList<>(wanted.entryPoint().isEmpty() ? image.entryPoint() : wanted.entryPoint());
        if (!wanted.command().isEmpty() || wanted.entryPoint().isEmpty()) {
            command.addAll(wanted.command().isEmpty() ? image.command() : wanted.command());
        }
        if (command.isEmpty()) {
            throw new InvalidEntrypoint("Couldn't find valid bootstrap(s): the image has no entry point");
        }
        String folder = wanted.workingDirectory().isEmpty() ? image.workingFolder() : wanted.workingDirectory();
        return new SandboxSpec(
                sandboxId,
                EnvironmentVariables.IMAGE,
                Path.of("/"),
                List.of(),
                EnvironmentVariables.ofImage(spec, options, logStream, image.environment()),
                spec.memoryMb(),
                spec.ephemeralStorageMb(),
                image.extensions().stream().limit(SandboxSpec.MAX_EXTENSIONS).toList(),
                options.network(),
                Optional.of(
                        new ContainerImage(wanted.digest(), image.root(), command, folder.isEmpty() ? "/" : folder)));
    }

    /** From a snapshot where there is one; where there could be one, it is made for the next. */
    private Made start(
            EnvironmentSpec spec, SandboxSpec sandbox, SandboxListener listener, Consumer<Boolean> fromSnapshot)
            throws SandboxException {
        if (!spec.initialization().fromSnapshot()) {
            return new Made(driver.start(sandbox, listener), false);
        }
        SandboxSnapshots snapshots = policy.snapshots(sandbox).orElse(null);
        if (snapshots != null && snapshots.holds(sandbox)) {
            fromSnapshot.accept(true);
            try {
                return new Made(snapshots.restore(sandbox, listener), spec.snapStarts());
            } catch (SandboxException failed) {
                LOG.warn("{} does not start from its snapshot", sandbox.id(), failed);
            }
        } else if (snapshots != null) {
            templates.make(snapshots, spec, sandbox);
        }
        fromSnapshot.accept(false);
        return new Made(driver.start(sandbox, listener), false);
    }

    private Path unpacked(EnvironmentSpec spec, String digest) throws Refusal {
        try {
            return code.taskRoot(digest);
        } catch (IOException e) {
            LOG.error("code {} of {} cannot be read", digest, spec.functionArn(), e);
            throw new Refusal(new Fault(Fault.Kind.INTERNAL, "The function's code cannot be read."), e);
        }
    }

    private void checkRuntime(EnvironmentSpec spec, EnvironmentLog log) throws Refusal {
        Optional<RuntimeChoice> choice = driver.runtime(spec.runtime());
        if (choice.isEmpty()) {
            String message = "No interpreter for the runtime " + spec.runtime() + " is installed on this machine.";
            throw new Refusal(new Fault(Fault.Kind.INVALID_RUNTIME, message), null);
        }
        if (choice.get().substituted()) {
            log.write("HEARTH Runtime " + spec.runtime() + " is not installed: "
                    + choice.get().actual() + " serves in its place ("
                    + choice.get().where() + ")");
        }
    }

    /** The function's own bootstrap comes first, then that of the topmost layer which has one. */
    private static void checkEntrypoint(Path taskRoot, List<Path> layers) throws InvalidEntrypoint {
        Path own = taskRoot.resolve("bootstrap");
        if (Files.isRegularFile(own)) {
            checkProgram(own, "/var/task/bootstrap");
            return;
        }
        for (Path layer : layers.reversed()) {
            Path bootstrap = layer.resolve("bootstrap");
            if (Files.isRegularFile(bootstrap)) {
                checkProgram(bootstrap, "/opt/bootstrap");
                return;
            }
        }
        throw new InvalidEntrypoint("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    }

    private static void checkProgram(Path bootstrap, String inside) throws InvalidEntrypoint {
        if (!Files.isExecutable(bootstrap)) {
            throw new InvalidEntrypoint("fork/exec " + inside + ": permission denied");
        }
        if (!isProgram(bootstrap)) {
            throw new InvalidEntrypoint("fork/exec " + inside + ": exec format error");
        }
    }

    private static boolean isProgram(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            boolean script = start.length >= 2 && start[0] == '#' && start[1] == '!';
            return script || start.length == 4 && start[0] == 0x7F && start[1] == 'E' && start[2] == 'L';
        } catch (IOException _) {
            return false;
        }
    }
}
